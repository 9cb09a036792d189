import { Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { faultName, outcomeName, useMessages } from "../i18n/messages";
import { faultToShow, outcomeOf } from "../model/run";
import type { RunSummary } from "../model/run";
import { exactTime } from "../model/time";
import styles from "./HistoryStrip.module.css";
import { toneOfOutcome } from "./StatusBadge";

/** The runs of a target over time, oldest on the left: tall and notched when bad, so that it reads without colour. */
export function HistoryStrip({ tenant, runs }: { tenant: string; runs: RunSummary[] }) {
  const { m, language } = useMessages();
  return (
    <ul className={styles.strip}>
      {runs.toReversed().map((run) => {
        const outcome = outcomeOf(run);
        const fault = faultToShow(run);
        const word = outcomeName(m, outcome);
        const label = m.target.barLabel(
          fault === undefined ? word : `${word} (${faultName(m, fault)})`,
          exactTime(run.finishedAt ?? run.queuedAt, language),
        );
        return (
          <li key={run.id} className={styles.cell}>
            <Tooltip label={label}>
              <Link
                to="/t/$tenant/runs/$run"
                params={{ tenant, run: run.id }}
                className={styles.bar}
                data-tone={toneOfOutcome(outcome)}
                aria-label={label}
              />
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
