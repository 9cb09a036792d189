import {
  Alert,
  Autocomplete,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  TextInput,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconAlertTriangle, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { Conflict } from "../../api/client";
import { saveTenantSettings, tenantLimitsQuery, tenantSettingsQuery } from "../../api/settings";
import { Card, Facts } from "../../components/Card";
import type { Fact } from "../../components/Card";
import { CardSkeleton } from "../../components/States";
import { catalogues, languages, useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { may } from "../../model/role";
import { keepsLess, retentionBounds } from "../../model/settings";
import type { Limit, Retention, TenantSettings } from "../../model/settings";
import { isTimeZone, timeZones } from "../../model/time";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { Done, Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import form from "../Form.module.css";
import styles from "./GeneralPage.module.css";
import { DiscardButton } from "./DiscardButton";
import { SettingsPage } from "./SettingsPage";
import { UnsavedGuard } from "./UnsavedGuard";

export function GeneralPage() {
  const { general: texts } = useSettingsMessages();
  return (
    <SettingsPage section="general" lead={texts.lead}>
      <General />
      <Limits />
    </SettingsPage>
  );
}

function General() {
  const { tenant, role } = useMembership();
  const query = useQuery(tenantSettingsQuery(tenant));
  if (query.isPending) return <CardSkeleton />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return may(role, "manage") ? (
    // A newer version is another form, but for the one that is being changed: that one asks the person.
    <Editor settings={query.data} />
  ) : (
    <Shown settings={query.data} />
  );
}

/** Nobody in the tenant changes them: they are there to be read, whatever else the page does. */
function Limits() {
  const { general: texts } = useSettingsMessages();
  const { language } = useMessages();
  const { tenant } = useMembership();
  const query = useQuery(tenantLimitsQuery(tenant));
  if (query.isPending) return <CardSkeleton />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const number = new Intl.NumberFormat(language);
  const use = ({ now, most }: Limit) => texts.ofMost(number.format(now), number.format(most));
  return (
    <Card title={texts.limitsCard} note={texts.limitsNote}>
      <Facts
        facts={[
          [texts.queued, use(query.data.queued)],
          [texts.running, use(query.data.running)],
        ]}
      />
    </Card>
  );
}

const kinds = ["runDays", "bundleDays", "auditDays"] as const;

function useWords() {
  const { general: texts } = useSettingsMessages();
  const { language } = useMessages();
  const number = new Intl.NumberFormat(language);
  const days = (n: number | undefined) => (n === undefined ? texts.forEver : texts.days(number.format(n)));
  return (settings: TenantSettings): Fact[] => [
    [texts.name, settings.name],
    [texts.language, catalogues[settings.language].language],
    [texts.timeZone, settings.timeZone],
    ...kinds.map((kind): Fact => [texts[kind], days(settings[kind])]),
  ];
}

function Shown({ settings }: { settings: TenantSettings }) {
  const { general: texts } = useSettingsMessages();
  const facts = useWords()(settings);
  return (
    <>
      <Card title={texts.tenantCard}>
        <Facts facts={facts.slice(0, 3)} />
      </Card>
      <Card title={texts.retentionCard} note={texts.retentionNote}>
        <Facts facts={facts.slice(3)} />
      </Card>
    </>
  );
}

/** The form as it is typed: numbers may be half typed. */
interface Draft {
  name: string;
  language: "en" | "ko";
  timeZone: string;
  forEver: boolean;
  runDays: number | string;
  bundleDays: number | string;
  auditDays: number | string;
}

function draftOf(settings: TenantSettings): Draft {
  const { name, language, timeZone, runDays, bundleDays, auditDays } = settings;
  return {
    name,
    language,
    timeZone,
    forEver: runDays === undefined,
    runDays: runDays ?? 400,
    bundleDays,
    auditDays,
  };
}

const longestName = 200;

function inBounds(value: number | string, kind: Retention): value is number {
  const [least, most] = retentionBounds[kind];
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

const untouched: Complaints = {};

function Editor({ settings }: { settings: TenantSettings }) {
  const all = useSettingsMessages();
  const { general: texts } = all;
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [base, setBase] = useState(settings);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [complaints, setComplaints] = useState(untouched);
  const [done, setDone] = useState<string>();
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(base));
  // Whoever has changed nothing here sees what is newest.
  if (!dirty && settings.version > base.version) {
    setBase(settings);
    setDraft(draftOf(settings));
  }
  const change = useMutation({
    mutationFn: (wanted: TenantSettings) => saveTenantSettings(tenant, wanted),
    onSuccess: (saved) => {
      queries.setQueryData(tenantSettingsQuery(tenant).queryKey, saved);
      setBase(saved);
      setDraft(draftOf(saved));
      setDone(all.saved);
      // The name of the tenant stands on every page.
      void queries.invalidateQueries({ queryKey: ["session"] });
    },
    onError: (error) => {
      if (error instanceof Conflict)
        void queries.invalidateQueries({ queryKey: tenantSettingsQuery(tenant).queryKey });
    },
  });
  const set = (wanted: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...wanted }));
    setDone(undefined);
  };
  const complaintsAbout = (): Complaints => ({
    name:
      draft.name.trim() === ""
        ? all.required
        : draft.name.trim().length > longestName
          ? all.tooLong(longestName)
          : undefined,
    timeZone: isTimeZone(draft.timeZone) ? undefined : texts.timeZoneUnknown,
    ...Object.fromEntries(
      kinds
        .filter((kind) => !(kind === "runDays" && draft.forEver) && !inBounds(draft[kind], kind))
        .map((kind) => [kind, all.wholeNumber(...retentionBounds[kind])]),
    ),
  });
  const wanted: TenantSettings | undefined =
    (draft.forEver || inBounds(draft.runDays, "runDays")) &&
    inBounds(draft.bundleDays, "bundleDays") &&
    inBounds(draft.auditDays, "auditDays")
      ? {
          name: draft.name.trim(),
          language: draft.language,
          timeZone: draft.timeZone,
          runDays: draft.forEver || typeof draft.runDays === "string" ? undefined : draft.runDays,
          bundleDays: draft.bundleDays,
          auditDays: draft.auditDays,
          version: base.version,
        }
      : undefined;
  const submit = () => {
    const found = complaintsAbout();
    setComplaints(found);
    change.reset();
    if (wanted && !hasComplaints(found)) change.mutate(wanted);
  };
  const wrong = withThoseOf(change.error, complaints);
  const conflict = change.error instanceof Conflict && settings.version !== base.version;
  const number = (kind: Retention) => (
    <NumberInput
      label={texts[kind]}
      description={texts[`${kind}Hint`]}
      min={retentionBounds[kind][0]}
      max={retentionBounds[kind][1]}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      value={draft[kind]}
      error={wrong[kind]}
      onChange={(value) => {
        set({ [kind]: value });
      }}
    />
  );
  return (
    <>
      <UnsavedGuard dirty={dirty} />
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      {conflict ? (
        <Newer
          mine={base}
          theirs={settings}
          onTake={() => {
            setBase(settings);
            setDraft(draftOf(settings));
            setComplaints(untouched);
            change.reset();
          }}
          onOverwrite={() => {
            setBase(settings);
            if (wanted) change.mutate({ ...wanted, version: settings.version });
          }}
        />
      ) : null}
      <Form
        label={all.sections.general}
        complaints={complaints}
        failed={all.notSaved}
        error={conflict ? undefined : change.error}
        busy={change.isPending}
        deed={all.save}
        aside={
          <DiscardButton
            shown={dirty}
            onClick={() => {
              setDraft(draftOf(base));
              setComplaints(untouched);
              change.reset();
            }}
          />
        }
        onSubmit={submit}
      >
        <Card title={texts.tenantCard}>
          <div className={styles.fields}>
            <TextInput
              label={texts.name}
              description={texts.nameHint}
              value={draft.name}
              error={wrong.name}
              autoComplete="off"
              onChange={(event) => {
                set({ name: event.currentTarget.value });
              }}
            />
            <div className={form.pair}>
              <NativeSelect
                label={texts.language}
                description={texts.languageHint}
                data={languages.map((one) => ({ value: one, label: catalogues[one].language }))}
                value={draft.language}
                error={wrong.language}
                onChange={(event) => {
                  set({ language: event.currentTarget.value === "ko" ? "ko" : "en" });
                }}
              />
              <Autocomplete
                label={texts.timeZone}
                description={texts.timeZoneHint}
                data={timeZones}
                limit={40}
                value={draft.timeZone}
                error={wrong.timeZone}
                onChange={(timeZone) => {
                  set({ timeZone });
                }}
              />
            </div>
          </div>
        </Card>
        <Card title={texts.retentionCard} note={texts.retentionNote}>
          <div className={styles.fields}>
            <Checkbox
              label={texts.keepRuns}
              checked={draft.forEver}
              onChange={(event) => {
                set({ forEver: event.currentTarget.checked });
              }}
            />
            <div className={form.pair}>
              {draft.forEver ? null : number("runDays")}
              {number("bundleDays")}
              {number("auditDays")}
            </div>
            {wanted && keepsLess(base, wanted) ? (
              <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />}>
                {texts.shorter}
              </Alert>
            ) : null}
          </div>
        </Card>
      </Form>
    </>
  );
}

interface NewerProps {
  mine: TenantSettings;
  theirs: TenantSettings;
  onTake: () => void;
  onOverwrite: () => void;
}

/** What another admin has made of the settings meanwhile; the person decides whose stay. */
function Newer({ mine, theirs, onTake, onOverwrite }: NewerProps) {
  const { general: texts } = useSettingsMessages();
  const words = useWords();
  const before = words(mine);
  const changed = words(theirs).filter(([, value], index) => value !== before[index]?.[1]);
  return (
    <Alert
      role="alert"
      color="yellow"
      variant="light"
      icon={<IconUsersGroup size={18} aria-hidden />}
      title={texts.conflictTitle}
    >
      <p className={styles.conflict}>{texts.conflictText}</p>
      <Facts facts={changed} />
      <Group gap="xs" mt="md">
        <Button variant="default" onClick={onTake}>
          {texts.takeTheirs}
        </Button>
        <Button variant="default" onClick={onOverwrite}>
          {texts.saveMine}
        </Button>
      </Group>
    </Alert>
  );
}
