import { IconArrowRight } from "@tabler/icons-react";
import { faultName, useMessages } from "../i18n/messages";
import { inReadingOrder, weighedFacts } from "../model/diff";
import type { Diff } from "../model/diff";
import styles from "./DiffView.module.css";
import { ChangeBadge } from "./StatusBadge";
import { VisibleText } from "./VisibleText";

/** What changed between two runs, bad news first, each change with what stood there before and after. */
export function DiffView({ diff }: { diff: Diff }) {
  const { m } = useMessages();
  if (diff.changes.length === 0) {
    return <span className="dim">{m.diff.unchangedText}</span>;
  }
  return (
    <ul className={styles.list}>
      {inReadingOrder(diff.changes).map((change, index) => (
        <li key={`${change.kind} ${change.id} ${String(index)}`} className={styles.change}>
          <div className={styles.head}>
            <ChangeBadge kind={change.kind} />
            <strong>{faultName(m, change.id)}</strong>
            {change.cause === undefined ? null : <span className={styles.cause}>{change.cause}</span>}
          </div>
          {change.summary ? (
            <p className={styles.summary}>
              <VisibleText text={change.summary} />
            </p>
          ) : null}
          {change.before === undefined && change.after === undefined ? null : (
            <div className={styles.sides}>
              <Side name={m.diff.before} text={change.before} kind="before" />
              <IconArrowRight size={16} className={styles.arrow} aria-hidden />
              <Side name={m.diff.after} text={change.after} kind="after" />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Side({ name, text, kind }: { name: string; text?: string; kind: "before" | "after" }) {
  const { m } = useMessages();
  return (
    <div className={styles.side} data-kind={kind} data-absent={text === undefined || undefined}>
      <span className={styles.sideName}>{name}</span>
      {text === undefined ? <span className="dim">{m.diff.absent}</span> : <Aspect text={text} />}
    </div>
  );
}

/** How bad and how sure in words, the facts behind it as they were seen; any other text as it stands. */
function Aspect({ text }: { text: string }) {
  const { m } = useMessages();
  const weighed = weighedFacts(text);
  if (!weighed) return <VisibleText text={text} />;
  return (
    <>
      {m.severities[weighed.severity]} · {m.certainties[weighed.certainty]}
      {weighed.facts.map((fact) => (
        <span key={fact} className={styles.fact}>
          <VisibleText text={fact} />
        </span>
      ))}
    </>
  );
}
