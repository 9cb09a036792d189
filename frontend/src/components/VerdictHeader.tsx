import { IconBulb } from "@tabler/icons-react";
import { faultName, useMessages } from "../i18n/messages";
import { firstAction } from "../model/diagnosis";
import { faultToShow, outcomeOf } from "../model/run";
import type { Run } from "../model/run";
import { ActionLink } from "./ActionList";
import { OutcomeIcon, toneOfOutcome } from "./StatusBadge";
import styles from "./VerdictHeader.module.css";
import { VisibleText } from "./VisibleText";

/** What came of a finished run, in one glance: the verdict, the reason, the first thing to do. */
export function VerdictHeader({ run }: { run: Run }) {
  const { m } = useMessages();
  const outcome = outcomeOf(run);
  const fault = faultToShow(run);
  const words = useWords(run);
  const action = run.diagnosis && run.code !== "Healthy" ? firstAction(run.diagnosis) : undefined;
  return (
    <section className={styles.verdict} data-tone={toneOfOutcome(outcome)} aria-label={m.runs.verdict}>
      <div className={styles.icon}>
        <OutcomeIcon outcome={outcome} size={34} />
      </div>
      <div className={styles.words}>
        <p className={styles.title}>
          {words.title}
          {fault === undefined ? null : (
            <>
              <span className={styles.dash} aria-hidden>
                —
              </span>
              <span className={styles.fault}>{faultName(m, fault)}</span>
            </>
          )}
        </p>
        <p className={styles.text}>
          <VisibleText text={words.text} />
        </p>
        {words.more === undefined ? null : <p className={styles.more}>{words.more}</p>}
      </div>
      {action === undefined ? null : (
        <div className={styles.first}>
          <p className={styles.firstTitle}>
            <IconBulb size={15} aria-hidden /> {m.run.doFirst}
          </p>
          <p className={styles.firstText}>{action.text}</p>
          <ActionLink action={action} />
        </div>
      )}
    </section>
  );
}

function useWords(run: Run): { title: string; text: string; more?: string } {
  const { m } = useMessages();
  const summary = run.diagnosis?.results[0]?.summary ?? run.summary;
  switch (run.state) {
    case "FAILED": {
      const detail = run.failure?.detail ?? run.failure?.reason;
      return {
        title: m.run.failedTitle,
        text: m.run.failedText,
        more:
          detail === undefined
            ? m.run.failedAdvice
            : `${m.run.failureReason}: ${detail} ${m.run.failedAdvice}`,
      };
    }
    case "CANCELLED":
      return { title: m.run.cancelledTitle, text: m.run.cancelledText };
    case "QUEUED":
    case "RUNNING":
    case "SUCCEEDED":
      return {
        title: m.codes[run.code ?? "Undetermined"],
        text: summary ?? (run.code === "Healthy" ? m.run.healthyText : ""),
      };
  }
}
