import { Progress as ProgressBar } from "@mantine/core";
import { IconCheck, IconLoader2 } from "@tabler/icons-react";
import { useMessages } from "../i18n/messages";
import type { Progress } from "../model/events";
import { clockTime } from "../model/time";
import styles from "./Timeline.module.css";
import { VisibleText } from "./VisibleText";

/** The steps of a run with what was read in each; the same for a run at work and for one long done. */
export function Timeline({ progress }: { progress: Progress }) {
  const { m, language } = useMessages();
  return (
    <ol className={styles.steps}>
      {progress.steps.map((step) => (
        <li
          key={step.step}
          className={styles.step}
          data-status={step.status}
          aria-current={step.status === "current" ? "step" : undefined}
        >
          <span className={styles.dot} aria-hidden>
            {step.status === "done" ? <IconCheck size={13} stroke={3} /> : null}
            {step.status === "current" ? (
              <IconLoader2 size={15} stroke={2.5} className={styles.turning} />
            ) : null}
          </span>
          <div className={styles.words}>
            <div className={styles.line}>
              <span className={styles.name}>{m.steps[step.step]}</span>
              {step.at ? <time className={styles.at}>{clockTime(step.at, language)}</time> : null}
            </div>
            {step.message && step.probes.length === 0 ? (
              <p className={styles.message}>
                <VisibleText text={step.message} />
              </p>
            ) : null}
            {step.probes.length > 0 ? (
              <ul className={styles.probes}>
                {step.probes.map((probe) => (
                  <li key={probe.name}>
                    <span className={styles.probe}>{probe.name}</span>
                    <span className={styles.message}>
                      <VisibleText text={probe.message ?? ""} />
                    </span>
                    <time className={styles.at}>{clockTime(probe.at, language)}</time>
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The bar above the steps: how far, when that is known. */
export function HowFar({ percent, label }: { percent?: number; label: string }) {
  return (
    <ProgressBar.Root size="sm" radius="xl">
      <ProgressBar.Section
        value={percent ?? 100}
        animated={percent === undefined}
        striped={percent === undefined}
        aria-label={label}
        aria-valuetext={label}
      />
    </ProgressBar.Root>
  );
}
