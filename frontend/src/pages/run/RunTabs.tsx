import { Badge, Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { LinkButton } from "../../components/LinkButton";
import { Card } from "../../components/Card";
import { DiffView } from "../../components/DiffView";
import { EmptyState } from "../../components/States";
import { Timeline } from "../../components/Timeline";
import { useMessages } from "../../i18n/messages";
import type { Progress } from "../../model/events";
import type { Run } from "../../model/run";
import { Findings } from "./Findings";
import { LogFiles } from "./LogFiles";
import { runTabs } from "./search";
import styles from "./RunPage.module.css";

const route = getRouteApi("/t/$tenant/runs/$run");

/** What a finished run has to say, part by part; the open part stands in the address. */
export function RunTabs({ run, tenant, progress }: { run: Run; tenant: string; progress: Progress }) {
  const { m } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const counts: Record<(typeof runTabs)[number], number | undefined> = {
    findings: run.diagnosis?.results.filter((finding) => finding.id !== "NoFault").length,
    changes: run.diff?.changes.length,
    logs: run.logs.length,
    activity: undefined,
  };
  return (
    <Tabs
      value={search.tab ?? "findings"}
      keepMounted={false}
      onChange={(value) => {
        const tab = runTabs.find((one) => one === value);
        void navigate({ search: { tab: tab === "findings" ? undefined : tab }, replace: true });
      }}
    >
      <Tabs.List mb="md" className={styles.tabs} aria-label={m.run.sections}>
        {runTabs.map((tab) => (
          <Tabs.Tab
            key={tab}
            value={tab}
            rightSection={
              counts[tab] ? (
                <Badge size="sm" variant="light" color="gray" circle={counts[tab] < 10}>
                  {counts[tab]}
                </Badge>
              ) : null
            }
          >
            {m.run.tabs[tab]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="findings">
        <Findings run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="changes">
        <Changes run={run} tenant={tenant} />
      </Tabs.Panel>
      <Tabs.Panel value="logs">
        <LogFiles run={run} tenant={tenant} />
      </Tabs.Panel>
      <Tabs.Panel value="activity">
        <Card title={m.run.tabs.activity} note={m.run.activityText}>
          <Activity progress={progress} />
        </Card>
      </Tabs.Panel>
    </Tabs>
  );
}

function Activity({ progress }: { progress: Progress }): ReactNode {
  const { m } = useMessages();
  if (progress.lastSeq === 0) return <span className="dim">{m.run.noActivity}</span>;
  return (
    <div className={styles.stack}>
      <Timeline progress={progress} />
    </div>
  );
}

function Changes({ run, tenant }: { run: Run; tenant: string }) {
  const { m } = useMessages();
  if (!run.diff) return <EmptyState title={m.run.noChanges} text={m.run.noChangesText} />;
  const from = run.previousRun ?? run.diff.from.id;
  return (
    <Card
      title={run.diff.changes.length === 0 ? m.diff.unchanged : m.diff.changed(run.diff.changes.length)}
      aside={
        <LinkButton
          to="/t/$tenant/diff"
          params={{ tenant }}
          search={{ from, to: run.id }}
          variant="default"
          size="xs"
        >
          {m.run.compareSideBySide}
        </LinkButton>
      }
    >
      <DiffView diff={run.diff} />
    </Card>
  );
}
