import { Card } from "../../components/Card";
import { Elapsed } from "../../components/RelativeTime";
import { HowFar, Timeline } from "../../components/Timeline";
import { VisibleText } from "../../components/VisibleText";
import { useMessages } from "../../i18n/messages";
import type { Progress } from "../../model/events";
import { outcomeOf } from "../../model/run";
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
  const stopping = outcomeOf(run) === "STOPPING";
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
          {queued ? (run.waiting?.text ?? m.states.QUEUED) : stopping ? m.run.stopping : m.run.runningText}
        </span>
        <span className="dim">
          <Elapsed from={queued ? run.queuedAt : (run.startedAt ?? run.queuedAt)} />
        </span>
      </p>
      <p className={styles.latest}>
        {stopping ? m.run.stoppingText : queued ? expected : <VisibleText text={progress.latest ?? ""} />}
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
