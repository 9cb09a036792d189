import { Tooltip } from "@mantine/core";
import { IconCircleCheck, IconClockPause, IconClockX } from "@tabler/icons-react";
import { RelativeTime } from "../../components/RelativeTime";
import { StatusBadge } from "../../components/StatusBadge";
import type { Tone } from "../../components/StatusBadge";
import { useSchedulesMessages } from "../../i18n/schedules";
import type { Round, ScheduleState } from "../../model/schedule";
import styles from "./ScheduleParts.module.css";

const looks: Record<ScheduleState, { tone: Tone; icon: typeof IconClockX }> = {
  ON: { tone: "ok", icon: IconCircleCheck },
  PAUSED: { tone: "mute", icon: IconClockPause },
  STOPPED: { tone: "bad", icon: IconClockX },
};

export function ScheduleStateBadge({ state }: { state: ScheduleState }) {
  const { states } = useSchedulesMessages();
  return <StatusBadge look={looks[state]}>{states[state]}</StatusBadge>;
}

/** How the last turn went: when, how many runs it started, and how many targets it left out for which reason. */
export function LastTurn({ last }: { last: Round | undefined }) {
  const texts = useSchedulesMessages();
  if (!last) return <span className="dim">{texts.noTurn}</span>;
  const nothing = last.started + last.busy + last.refused + last.skipped === 0;
  return (
    <span className={styles.turn}>
      <RelativeTime at={last.due} />
      <span className={styles.counts}>
        {last.started > 0 ? <span>{texts.started(last.started)}</span> : null}
        {last.busy > 0 ? <Explained text={texts.busy(last.busy)} hint={texts.busyHint} /> : null}
        {last.refused > 0 ? (
          <Explained text={texts.refused(last.refused)} hint={texts.refusedHint} bad />
        ) : null}
        {last.skipped > 0 ? (
          <Explained text={texts.skipped(last.skipped)} hint={texts.skippedHint} bad />
        ) : null}
        {nothing ? <Explained text={texts.nothing} hint={texts.nothingHint} bad /> : null}
      </span>
    </span>
  );
}

function Explained({ text, hint, bad }: { text: string; hint: string; bad?: boolean }) {
  return (
    <Tooltip label={hint} multiline maw={300}>
      <span tabIndex={0} className={styles.explained} data-bad={bad}>
        {text}
      </span>
    </Tooltip>
  );
}
