import { Alert, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi, useNavigate } from "@tanstack/react-router";
import { IconClockPause, IconClockX, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { scheduleQuery } from "../../api/schedules";
import { Card, Facts } from "../../components/Card";
import type { Fact } from "../../components/Card";
import { PageHeader } from "../../components/PageHeader";
import { ExactTime, RelativeTime } from "../../components/RelativeTime";
import { CardSkeleton } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { useMessages } from "../../i18n/messages";
import { useSchedulesMessages } from "../../i18n/schedules";
import { may } from "../../model/role";
import type { Schedule } from "../../model/schedule";
import { dateTime } from "../../model/time";
import { Failure } from "../Failure";
import { Done } from "../Form";
import { useMembership } from "../tenant";
import { BackToSchedules } from "./AddSchedulePage";
import { ScheduleDialog } from "./ScheduleDialog";
import type { ScheduleDeed } from "./ScheduleDialog";
import { ScheduleForm } from "./ScheduleForm";
import styles from "./SchedulePage.module.css";
import { LastTurn, ScheduleStateBadge } from "./ScheduleParts";
import { ReadOnly } from "./SchedulesPage";
import { targetsInWords } from "./words";

const route = getRouteApi("/t/$tenant/schedules/$schedule");

export function SchedulePage() {
  const { tenant, schedule: id } = route.useParams();
  const query = useQuery(scheduleQuery(tenant, id));
  if (query.isPending) return <CardSkeleton />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadedSchedule key={query.data.id} schedule={query.data} />;
}

function LoadedSchedule({ schedule }: { schedule: Schedule }) {
  const { language } = useMessages();
  const texts = useSchedulesMessages();
  const { tenant, role } = useMembership();
  const navigate = useNavigate();
  const [deed, setDeed] = useState<ScheduleDeed>();
  const [done, setDone] = useState<string>();
  const name = targetsInWords(schedule.targets, texts);
  const changes = may(role, "start");
  const ask = (wanted: ScheduleDeed) => {
    setDone(undefined);
    setDeed(wanted);
  };
  return (
    <>
      <PageHeader
        title={<VisibleText text={name} />}
        tabTitle={`${name} · ${texts.title}`}
        above={<BackToSchedules />}
        lead={
          <span className={styles.lead}>
            <ScheduleStateBadge state={schedule.state} />
            <span>
              {schedule.description} · {schedule.timeZone}
            </span>
          </span>
        }
      >
        {changes ? <Deeds schedule={schedule} onAsk={ask} /> : undefined}
      </PageHeader>
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      <WhyOff schedule={schedule} />
      <ReadOnly />
      <div className={styles.columns}>
        {changes ? (
          <Card
            title={texts.form.title}
            note={schedule.state === "STOPPED" ? texts.form.noteStopped : texts.form.note}
          >
            <ScheduleForm
              schedule={schedule}
              onSaved={(saved) => {
                setDone(texts.form.saved(saved.next.map((at) => dateTime(at, language)).join("; ")));
              }}
            />
          </Card>
        ) : (
          <Card title={texts.plan}>
            <Facts facts={planOf(schedule, texts)} />
          </Card>
        )}
        <aside className={styles.aside}>
          <NextTimes next={schedule.next} />
          <Card>
            <Facts facts={goesOf(schedule, texts)} />
            <p className={styles.more}>
              <Link to="/t/$tenant/runs" params={{ tenant }} search={{ source: "schedule" }}>
                {texts.runs}
              </Link>
            </p>
          </Card>
        </aside>
      </div>
      <ScheduleDialog
        wish={deed && { schedule, deed }}
        onClose={() => {
          setDeed(undefined);
        }}
        onDone={(said, gone) => {
          if (gone) void navigate({ to: "/t/$tenant/schedules", params: { tenant } });
          else setDone(said);
        }}
      />
    </>
  );
}

function Deeds({ schedule, onAsk }: { schedule: Schedule; onAsk: (deed: ScheduleDeed) => void }) {
  const { deeds: texts } = useSchedulesMessages();
  const on = schedule.state === "ON";
  return (
    <>
      <Button
        variant={on ? "default" : "filled"}
        leftSection={
          on ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />
        }
        onClick={() => {
          onAsk(on ? "pause" : "resume");
        }}
      >
        {on ? texts.pause : texts.resume}
      </Button>
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => {
          onAsk("remove");
        }}
      >
        {texts.remove}
      </Button>
    </>
  );
}

/** Why no runs start, and what makes them start again. */
function WhyOff({ schedule }: { schedule: Schedule }) {
  const texts = useSchedulesMessages();
  const { role } = useMembership();
  switch (schedule.state) {
    case "ON":
      return null;
    case "PAUSED":
      return (
        <Alert
          color="gray"
          variant="light"
          icon={<IconClockPause size={18} aria-hidden />}
          title={texts.pausedTitle}
        >
          {texts.pausedText(schedule.startsAs)}
        </Alert>
      );
    case "STOPPED":
      return (
        <Alert
          color="red"
          variant="light"
          icon={<IconClockX size={18} aria-hidden />}
          title={texts.stoppedTitle(schedule.startsAs)}
        >
          {schedule.stoppedBecause ? `${texts.stopReasons[schedule.stoppedBecause]} ` : null}
          {may(role, "start") ? texts.stoppedText : texts.stoppedTextRead}
        </Alert>
      );
  }
}

function NextTimes({ next }: { next: Date[] }) {
  const texts = useSchedulesMessages();
  return (
    <Card
      title={texts.nextTimes}
      note={
        next.length === 0 ? undefined : texts.nextTimesNote(Intl.DateTimeFormat().resolvedOptions().timeZone)
      }
    >
      {next.length === 0 ? (
        <span className="dim">{texts.noNextOff}</span>
      ) : (
        <ol className={styles.times}>
          {next.map((at) => (
            <li key={at.getTime()}>
              <ExactTime at={at} />{" "}
              <span className="dim">
                <RelativeTime at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

type Texts = ReturnType<typeof useSchedulesMessages>;

function planOf(schedule: Schedule, texts: Texts): Fact[] {
  return [
    [texts.when, schedule.description],
    [texts.cron, <span className="mono">{schedule.cron}</span>],
    [texts.timeZone, schedule.timeZone],
    [texts.jitter, texts.jitterOf(schedule.jitterSeconds)],
    [texts.missed, texts.missedRules[schedule.missed]],
    [texts.active, schedule.active ? texts.yes : texts.no],
  ];
}

function goesOf(schedule: Schedule, texts: Texts): Fact[] {
  return [
    [texts.lastTurn, <LastTurn last={schedule.last} />],
    [texts.startsAs, <span title={texts.startsAsHint}>{schedule.startsAs}</span>],
    [texts.addedAt, <RelativeTime at={schedule.createdAt} />],
  ];
}
