import { Button, CopyButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { IconCheck, IconLink } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { runQuery } from "../../api/runs";
import { ActiveChoice } from "../../components/ActiveChoice";
import { PageHeader } from "../../components/PageHeader";
import { StartButton } from "../../components/StartButton";
import { CardSkeleton } from "../../components/States";
import { OutcomeBadge } from "../../components/StatusBadge";
import { VerdictHeader } from "../../components/VerdictHeader";
import { outcomeName, useMessages } from "../../i18n/messages";
import { progressOf } from "../../model/events";
import { may } from "../../model/role";
import { isFinished, outcomeOf } from "../../model/run";
import type { Run } from "../../model/run";
import { offersActive } from "../../model/target";
import { DeedFailure } from "../DeedFailure";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { useTroubleshoot } from "../troubleshoot";
import { BaselineOfRun } from "./BaselineOfRun";
import { CancelRun } from "./CancelRun";
import { LiveProgress } from "./LiveProgress";
import { RunDetails } from "./RunDetails";
import { RunTabs } from "./RunTabs";
import styles from "./RunPage.module.css";
import { TwinOfRun } from "./TwinOfRun";
import { useRunEvents } from "./useRunEvents";

const route = getRouteApi("/t/$tenant/runs/$run");

export function RunPage() {
  const { tenant, run: id } = route.useParams();
  const run = useQuery(runQuery(tenant, id));
  if (run.isPending) return <CardSkeleton />;
  if (!run.data) return <Failure error={run.error} onRetry={() => void run.refetch()} />;
  return <LoadedRun key={run.data.id} run={run.data} />;
}

function LoadedRun({ run }: { run: Run }) {
  const { m, language } = useMessages();
  const { tenant, role } = useMembership();
  const { start, startingTarget, error, dismiss } = useTroubleshoot(tenant);
  const [active, setActive] = useState(false);
  const { events, mode } = useRunEvents(tenant, run.id, language);
  const progress = useMemo(() => progressOf(events, run.state), [events, run.state]);
  const search = route.useSearch();
  const finished = isFinished(run.state);
  const outcome = outcomeOf(run);

  return (
    <>
      <PageHeader
        title={m.run.title(run.targetName)}
        tabTitle={m.run.title(run.targetName)}
        lead={
          <span className={styles.sub}>
            <OutcomeBadge outcome={outcome} />
            <Link to="/t/$tenant/targets/$target" params={{ tenant, target: run.target }}>
              {run.targetName}
            </Link>
            {run.active ? <span>{m.run.activeRun}</span> : null}
            <span className="mono">{run.id}</span>
          </span>
        }
      >
        <CopyButton value={window.location.href}>
          {({ copied, copy }) => (
            <Button
              variant="subtle"
              color="gray"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconLink size={16} aria-hidden />}
            >
              {copied ? m.run.copied : m.run.permalink}
            </Button>
          )}
        </CopyButton>
        {finished ? (
          run.source === "upload" ? null : (
            <ActiveChoice
              offered={offersActive(run) && may(role, "start")}
              active={active}
              onChange={setActive}
            >
              <StartButton
                tenant={tenant}
                target={{ name: run.targetName, supported: true }}
                role={role}
                again
                prominent
                starting={startingTarget !== undefined}
                onStart={() => {
                  start(run.target, active);
                }}
              />
            </ActiveChoice>
          )
        ) : may(role, "cancel") && outcome !== "STOPPING" ? (
          <CancelRun tenant={tenant} run={run.id} />
        ) : null}
      </PageHeader>
      <DeedFailure title={m.troubleshoot.failed} error={error} onClose={dismiss} />
      <p className={styles.announce} role="status">
        {finished
          ? m.run.finishedNote(outcomeName(m, outcome))
          : outcome === "STOPPING"
            ? m.run.stoppingText
            : (progress.latest ?? m.states[run.state])}
      </p>
      {finished ? <VerdictHeader run={run} /> : null}
      <div className={styles.columns} data-wide={(finished && search.tab === "logs") || undefined}>
        <div className={styles.main}>
          {finished ? (
            <RunTabs run={run} tenant={tenant} progress={progress} />
          ) : (
            <LiveProgress run={run} progress={progress} mode={mode} />
          )}
        </div>
        <aside className={styles.aside}>
          {finished ? <TwinOfRun tenant={tenant} run={run} /> : null}
          {finished ? <BaselineOfRun tenant={tenant} run={run} /> : null}
          <RunDetails run={run} tenant={tenant} />
        </aside>
      </div>
    </>
  );
}
