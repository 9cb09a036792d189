import { IconArrowsLeftRight, IconClockExclamation, IconTool } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMessages } from "../i18n/messages";
import { outcomeOf } from "../model/run";
import { isToMend, isUnderWay } from "../model/twins";
import type { TwinHalf, Twins } from "../model/twins";
import { RelativeTime } from "./RelativeTime";
import { HealthBadge, OutcomeBadge } from "./StatusBadge";
import styles from "./TwinHalves.module.css";
import { VisibleText } from "./VisibleText";

/**
 * Both halves of a VNet2VNet connection side by side, then what their comparison says.
 * `here` is the run whose page this is: it needs no link to itself.
 */
export function TwinHalves({ tenant, twins, here }: { tenant: string; twins: Twins; here?: string }) {
  const { m } = useMessages();
  const open = isUnderWay(twins);
  return (
    <>
      <ul className={styles.halves}>
        {(["first", "second"] as const).map((side) => (
          <li key={side} className={styles.half} data-mend={(!open && isToMend(twins, side)) || undefined}>
            <p className={styles.label}>
              {side === "first" ? m.twins.here : m.twins.there}
              {!open && isToMend(twins, side) ? (
                <span className={styles.mend}>
                  <IconTool size={13} aria-hidden /> {m.twins.mend}
                </span>
              ) : null}
            </p>
            <Half tenant={tenant} half={twins[side]} here={here} />
          </li>
        ))}
      </ul>
      <p className={styles.sentence} role="status">
        <IconArrowsLeftRight size={16} aria-hidden />
        <span>{open ? m.twins.waiting : <VisibleText text={twins.sentence} />}</span>
      </p>
      {open || twins.caution === undefined ? null : (
        <p className={styles.caution}>
          <IconClockExclamation size={16} aria-hidden />
          <span>{twins.caution}</span>
        </p>
      )}
    </>
  );
}

function Half({ tenant, half, here }: { tenant: string; half: TwinHalf; here?: string }) {
  const { m } = useMessages();
  const { run, openRun } = half;
  return (
    <>
      <Link className={styles.name} to="/t/$tenant/targets/$target" params={{ tenant, target: half.id }}>
        <VisibleText text={half.name} />
      </Link>
      {openRun ? (
        <p className={styles.state}>
          <OutcomeBadge outcome={openRun.state === "SUCCEEDED" ? "Undetermined" : openRun.state} />
          {openRun.id === here ? null : (
            <Link to="/t/$tenant/runs/$run" params={{ tenant, run: openRun.id }}>
              {m.targets.watch}
            </Link>
          )}
        </p>
      ) : null}
      {run ? (
        <>
          <p className={styles.state}>
            {openRun ? null : <OutcomeBadge outcome={outcomeOf(run)} />}
            {run.id === here ? (
              <span className="dim">{m.twins.thisRun}</span>
            ) : (
              <Link to="/t/$tenant/runs/$run" params={{ tenant, run: run.id }}>
                {m.twins.lastRun} <RelativeTime at={run.finishedAt ?? run.queuedAt} />
              </Link>
            )}
          </p>
          {openRun || run.summary === undefined ? null : (
            <p className={styles.summary}>
              <VisibleText text={run.summary} />
            </p>
          )}
        </>
      ) : openRun ? null : (
        <p className={styles.state}>
          <HealthBadge health="never" />
        </p>
      )}
    </>
  );
}
