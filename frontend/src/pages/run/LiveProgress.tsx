import { Card } from "../../components/Card";
import { Elapsed } from "../../components/RelativeTime";
import { HowFar, Timeline } from "../../components/Timeline";
import { VisibleText } from "../../components/VisibleText";
import { useMessages } from "../../i18n/messages";
import type { Progress } from "../../model/events";
import type { Run } from "../../model/run";
import { clockTime } from "../../model/time";
import styles from "./RunPage.module.css";

interface Props {
  run: Run;
  progress: Progress;
  mode: "connecting" | "live" | "polling";
}

/** A run at work: where it stands in line, then step by step. */
export function LiveProgress({ run, progress, mode }: Props) {
  const { m, language } = useMessages();
  const queued = run.state === "QUEUED";
  const modeText = { connecting: m.run.connecting, live: m.run.live, polling: m.run.polling }[mode];
  const expected = run.expectedStart
    ? m.run.expectedStart(clockTime(new Date(run.expectedStart), language))
    : "";
  const far = queued ? 0 : progress.percent;
  return (
    <Card
      title={m.run.progress}
      aside={
        <span className={styles.mode} data-mode={mode}>
          <span className={styles.pulse} aria-hidden />
          {modeText}
        </span>
      }
    >
      <p className={styles.liveHead}>
        <span className={styles.liveTitle}>
          {queued
            ? run.position === undefined
              ? m.states.QUEUED
              : m.run.position(run.position)
            : m.run.runningText}
        </span>
        <span className="dim">
          <Elapsed from={queued ? run.queuedAt : (run.startedAt ?? run.queuedAt)} />
        </span>
      </p>
      <p className={styles.latest}>
        {queued ? (
          [m.run.queuedText, expected].join(" ").trim()
        ) : (
          <VisibleText text={progress.latest ?? ""} />
        )}
      </p>
      <div className={styles.howFar}>
        <HowFar
          percent={far}
          label={far === undefined ? m.run.runningText : m.run.percent(Math.round(far))}
        />
      </div>
      <Timeline progress={progress} />
    </Card>
  );
}
