import {
  Autocomplete,
  Button,
  Checkbox,
  Input,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  TextInput,
} from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Conflict, NotFound } from "../../api/client";
import { addSchedule, replaceSchedule, scheduleQuery, schedulesQuery } from "../../api/schedules";
import { tenantSettingsQuery } from "../../api/settings";
import { targetsQuery } from "../../api/targets";
import { useMessages } from "../../i18n/messages";
import { useSchedulesMessages } from "../../i18n/schedules";
import {
  cronOf,
  longestCron,
  missedRules,
  mostJitterSeconds,
  pickKinds,
  pickOf,
  picks,
  rhythmKinds,
  rhythmOf,
  samePlan,
  targetsOf,
} from "../../model/schedule";
import type { Missed, PickKind, Rhythm, Schedule, ScheduleWish } from "../../model/schedule";
import { tagText, tagsOf } from "../../model/tags";
import { offersActive } from "../../model/target";
import type { Target } from "../../model/target";
import { isTimeZone, timeZones } from "../../model/time";
import { Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import form from "../Form.module.css";
import { useMembership } from "../tenant";
import { targetsInWords } from "./words";

const untouched: Complaints = {};

interface Draft {
  kind: PickKind;
  /** Of each kind the name, so that a look at another kind loses nothing. */
  names: Record<PickKind, string>;
  rhythm: Rhythm;
  /** Undefined: nobody has touched it, so it is the tenant's. */
  timeZone?: string;
  jitter: number | string;
  missed: Missed;
  active: boolean;
}

const noNames: Record<PickKind, string> = { target: "", gateway: "", tag: "", all: "" };

function blank(target: string): Draft {
  return {
    kind: "target",
    names: { ...noNames, target },
    rhythm: rhythmOf("*/15 * * * *"),
    jitter: 0,
    missed: "skip",
    active: false,
  };
}

function draftOf(schedule: Schedule): Draft {
  const { kind, name } = pickOf(schedule.targets);
  const { timeZone, jitterSeconds, missed, active } = schedule;
  return {
    kind,
    names: { ...noNames, [kind]: name },
    rhythm: rhythmOf(schedule.cron),
    timeZone,
    jitter: jitterSeconds,
    missed,
    active,
  };
}

interface Props {
  /** The one to change; a new one without it. */
  schedule?: Schedule;
  /** For which target a new one is, if that is known. */
  target?: string;
  onSaved: (saved: Schedule) => void;
}

export function ScheduleForm({ schedule, target = "", onSaved }: Props) {
  const all = useSchedulesMessages();
  const { form: texts } = all;
  const { m } = useMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const settings = useQuery(tenantSettingsQuery(tenant));
  const known = useInfiniteQuery(targetsQuery(tenant, {}));
  const [draft, setDraft] = useState(() => (schedule ? draftOf(schedule) : blank(target)));
  const [complaints, setComplaints] = useState(untouched);
  const [read, setRead] = useState(schedule);
  /** Why it is not known what somebody else has saved first. */
  const [unread, setUnread] = useState<unknown>();
  // What was changed since, but for the plan, changes nothing for who writes the plan.
  const seen = schedule && read && samePlan(schedule, read) ? schedule : read;
  const saving = useMutation({
    mutationFn: (wish: ScheduleWish) =>
      seen ? replaceSchedule(tenant, seen, wish, seen.state === "PAUSED") : addSchedule(tenant, wish),
    onError: async (error) => {
      setUnread(undefined);
      if (!(error instanceof Conflict && seen)) return;
      try {
        // The next try shows that this one has been seen.
        setRead(await queries.fetchQuery({ ...scheduleQuery(tenant, seen.id), staleTime: 0 }));
      } catch (failure) {
        setUnread(failure);
      }
    },
    onSuccess: (saved) => {
      if (schedule) setRead(saved);
      queries.setQueryData(scheduleQuery(tenant, saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: schedulesQuery(tenant).queryKey });
      onSaved(saved);
    },
  });
  const targets = (known.data?.pages.flatMap((part) => part.items) ?? []).filter((one) => one.supported);
  const name = draft.names[draft.kind].trim();
  const pick = { kind: draft.kind, name };
  const cron = cronOf(draft.rhythm);
  const timeZone = draft.timeZone ?? settings.data?.timeZone ?? "";
  const set = (change: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...change }));
  };
  // A choice that stands is shown, so that it can be taken back.
  const mayBeActive =
    draft.active || targets.some((one) => offersActive(one) && (name === "" || picks(pick, one)));
  const submit = () => {
    const { jitter } = draft;
    const jitterSeconds = typeof jitter === "number" && Number.isInteger(jitter) ? jitter : undefined;
    const inBounds = jitterSeconds !== undefined && jitterSeconds >= 0 && jitterSeconds <= mostJitterSeconds;
    const found: Complaints = {
      targets: draft.kind !== "all" && name === "" ? texts.required : undefined,
      cron: cronComplaint(cron),
      at: cron === undefined ? texts.atBad : undefined,
      timeZone: timeZone === "" || isTimeZone(timeZone) ? undefined : texts.timeZoneUnknown,
      jitterSeconds: inBounds ? undefined : texts.wholeNumber(0, mostJitterSeconds),
    };
    setComplaints(found);
    saving.reset();
    if (hasComplaints(found) || cron === undefined || !inBounds) return;
    saving.mutate({
      targets: targetsOf(pick),
      cron,
      ...(timeZone === "" ? {} : { timeZone }),
      jitterSeconds,
      missed: draft.missed,
      active: draft.active,
    });
  };
  const cronComplaint = (expression: string | undefined) => {
    if (draft.rhythm.kind !== "cron") return undefined;
    if (expression === "") return texts.required;
    return (expression?.length ?? 0) > longestCron ? texts.tooLong(longestCron) : undefined;
  };
  const unknown = !schedule && saving.error instanceof NotFound ? saving.error.problem.detail : undefined;
  const wrong = withThoseOf(saving.error, { ...complaints, targets: complaints.targets ?? unknown });
  const clash = saving.error instanceof Conflict && !unread ? seen : undefined;
  const gone = saving.error instanceof Conflict && unread instanceof NotFound;
  return (
    <Form
      label={schedule ? texts.title : all.add}
      complaints={complaints}
      failed={texts.failed}
      error={gone ? unread : saving.error}
      busy={saving.isPending}
      deed={clash ? texts.saveOver : schedule ? texts.save : all.add}
      aside={
        clash ? (
          <Button
            variant="default"
            onClick={() => {
              setDraft(draftOf(clash));
              setComplaints(untouched);
              saving.reset();
            }}
          >
            {texts.takeOver}
          </Button>
        ) : undefined
      }
      onSubmit={submit}
    >
      {clash ? (
        <p className="dim">
          {texts.nowThere(targetsInWords(clash.targets, all), `${clash.description} (${clash.timeZone})`)}
        </p>
      ) : null}
      <PickField
        kind={draft.kind}
        name={draft.names[draft.kind]}
        targets={targets}
        error={wrong.targets}
        onKind={(kind) => {
          set({ kind });
          setComplaints({ ...complaints, targets: undefined });
        }}
        onName={(wanted) => {
          set({ names: { ...draft.names, [draft.kind]: wanted } });
        }}
      />
      <div className={form.pair}>
        <RhythmFields
          rhythm={draft.rhythm}
          cron={cron}
          wrong={wrong}
          onChange={(rhythm) => {
            set({ rhythm });
          }}
        />
        <Autocomplete
          label={all.timeZone}
          description={settings.data ? texts.timeZoneHint(settings.data.timeZone) : undefined}
          data={timeZones}
          limit={40}
          value={timeZone}
          error={wrong.timeZone}
          onChange={(wanted) => {
            set({ timeZone: wanted });
          }}
        />
      </div>
      <div className={form.pair}>
        <NumberInput
          label={texts.jitter}
          description={texts.jitterHint}
          min={0}
          max={mostJitterSeconds}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          value={draft.jitter}
          error={wrong.jitterSeconds}
          onChange={(jitter) => {
            set({ jitter });
          }}
        />
        <NativeSelect
          label={texts.missed}
          description={texts.missedHint}
          data={missedRules.map((one) => ({ value: one, label: all.missedRules[one] }))}
          value={draft.missed}
          error={wrong.missed}
          onChange={(event) => {
            set({ missed: event.currentTarget.value === "once" ? "once" : "skip" });
          }}
        />
      </div>
      {mayBeActive ? (
        <Checkbox
          size="sm"
          label={m.troubleshoot.active}
          description={m.troubleshoot.activeText}
          checked={draft.active}
          onChange={(event) => {
            set({ active: event.currentTarget.checked });
          }}
        />
      ) : null}
    </Form>
  );
}

interface PickProps {
  kind: PickKind;
  name: string;
  /** Those that the page knows; others may be typed. */
  targets: Target[];
  error: string | undefined;
  onKind: (kind: PickKind) => void;
  onName: (name: string) => void;
}

/** Which targets: a kind of choice, and then a name where the kind needs one. */
function PickField({ kind, name, targets, error, onKind, onName }: PickProps) {
  const { pickKinds: kinds, form: texts } = useSchedulesMessages();
  const narrow = useMediaQuery("(max-width: 620px)");
  const fields: Record<Exclude<PickKind, "all">, { label: string; description: string; data: string[] }> = {
    target: {
      label: texts.target,
      description: texts.targetHint,
      data: targets.map((one) => one.name),
    },
    gateway: {
      label: texts.gateway,
      description: texts.gatewayHint,
      data: targets.map((one) => one.gateway),
    },
    tag: {
      label: texts.tag,
      description: texts.tagHint,
      data: targets.flatMap((one) => tagsOf(one.tags).flatMap((tag) => [tag.key, tagText(tag)])).sort(),
    },
  };
  const field = kind === "all" ? undefined : fields[kind];
  return (
    <>
      <Input.Wrapper
        label={texts.pick}
        labelElement="div"
        description={kind === "all" ? texts.allText : undefined}
      >
        <SegmentedControl
          aria-label={texts.pick}
          fullWidth
          orientation={narrow ? "vertical" : "horizontal"}
          mt={4}
          data={pickKinds.map((one) => ({ value: one, label: kinds[one] }))}
          value={kind}
          onChange={(wanted) => {
            const one = pickKinds.find((each) => each === wanted);
            if (one) onKind(one);
          }}
        />
      </Input.Wrapper>
      {field ? (
        <Autocomplete
          key={kind}
          label={field.label}
          description={field.description}
          required
          data={[...new Set(field.data)]}
          limit={40}
          value={name}
          error={error}
          onChange={onName}
        />
      ) : null}
    </>
  );
}

interface RhythmProps {
  rhythm: Rhythm;
  /** What is sent. */
  cron: string | undefined;
  wrong: Complaints;
  onChange: (rhythm: Rhythm) => void;
}

function RhythmFields({ rhythm, cron, wrong, onChange }: RhythmProps) {
  const { rhythms, cron: cronLabel, form: texts } = useSchedulesMessages();
  const typed = rhythm.kind === "cron";
  const timed = rhythm.kind === "daily" || rhythm.kind === "weekdays";
  return (
    <>
      <NativeSelect
        label={texts.rhythm}
        description={typed || cron === undefined ? undefined : <span className="mono">{cron}</span>}
        data={rhythmKinds.map((one) => ({ value: one, label: rhythms[one] }))}
        value={rhythm.kind}
        error={typed ? undefined : wrong.cron}
        onChange={(event) => {
          const kind = rhythmKinds.find((one) => one === event.currentTarget.value);
          // An own expression begins with the one that stood there.
          if (kind) onChange({ ...rhythm, kind, cron: cron ?? rhythm.cron });
        }}
      />
      {timed ? (
        <TextInput
          type="time"
          label={texts.at}
          description={texts.atHint}
          required
          value={rhythm.at}
          error={wrong.at}
          onChange={(event) => {
            onChange({ ...rhythm, at: event.currentTarget.value });
          }}
        />
      ) : null}
      {typed ? (
        <TextInput
          label={cronLabel}
          description={texts.cronHint}
          required
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: "mono" }}
          value={rhythm.cron}
          error={wrong.cron}
          onChange={(event) => {
            onChange({ ...rhythm, cron: event.currentTarget.value });
          }}
        />
      ) : null}
    </>
  );
}
