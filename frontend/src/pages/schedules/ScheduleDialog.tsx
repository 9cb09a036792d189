import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { removeSchedule, replaceSchedule, scheduleQuery, schedulesQuery } from "../../api/schedules";
import { useMessages } from "../../i18n/messages";
import { useSchedulesMessages } from "../../i18n/schedules";
import { wishOf } from "../../model/schedule";
import type { Schedule } from "../../model/schedule";
import { dateTime } from "../../model/time";
import { Confirm } from "../Confirm";
import { useMembership } from "../tenant";
import { targetsInWords } from "./words";

export type ScheduleDeed = "pause" | "resume" | "remove";

interface Props {
  wish: { schedule: Schedule; deed: ScheduleDeed } | undefined;
  onClose: () => void;
  /** What was done, in words; `gone` when there is no schedule any more. */
  onDone: (text: string, gone: boolean) => void;
}

/** Asks before a schedule is paused, resumed or removed. */
export function ScheduleDialog({ wish, onClose, onDone }: Props) {
  // What is asked stays on screen while the dialog closes.
  const [shown, setShown] = useState(wish);
  if (wish && wish !== shown) setShown(wish);
  if (!shown) return null;
  return (
    <Dialog
      key={`${shown.schedule.id} ${shown.deed}`}
      {...shown}
      opened={wish !== undefined}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

interface DialogProps extends Pick<Props, "onClose" | "onDone"> {
  schedule: Schedule;
  deed: ScheduleDeed;
  opened: boolean;
}

function Dialog({ schedule, deed, opened, onClose, onDone }: DialogProps) {
  const { language } = useMessages();
  const all = useSchedulesMessages();
  const { deeds: texts } = all;
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const name = targetsInWords(schedule.targets, all);
  const { queryKey } = scheduleQuery(tenant, schedule.id);
  const change = useMutation({
    mutationFn: async () => {
      if (deed === "remove") {
        await removeSchedule(tenant, schedule.id);
        return texts.removed(name);
      }
      // As it is now: what somebody else has changed meanwhile is not to be undone.
      const now = await queries.fetchQuery({ ...scheduleQuery(tenant, schedule.id), staleTime: 0 });
      const after = await replaceSchedule(tenant, now, wishOf(now), deed === "pause");
      queries.setQueryData(queryKey, after);
      const [next] = after.next;
      return deed === "pause"
        ? texts.paused(name)
        : texts.resumed(name, next ? dateTime(next, language) : "");
    },
    onSuccess: (said) => {
      onClose();
      onDone(said, deed === "remove");
      if (deed === "remove") queries.removeQueries({ queryKey });
    },
    // Also after a refusal: somebody else may have changed the list.
    onSettled: () => queries.invalidateQueries({ queryKey: schedulesQuery(tenant).queryKey }),
  });
  const words = {
    pause: { title: texts.pauseTitle(name), text: texts.pauseText },
    resume: { title: texts.resumeTitle(name), text: texts.resumeText },
    remove: { title: texts.removeTitle(name), text: texts.removeText },
  }[deed];
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={words.title}
      deed={texts[deed]}
      keep={texts.keep}
      harmless={deed !== "remove"}
      busy={change.isPending}
      error={change.error}
      failed={texts.failed}
      onConfirm={() => {
        change.mutate();
      }}
    >
      <p>
        {schedule.description} ({schedule.timeZone}). {words.text}
      </p>
    </Confirm>
  );
}
