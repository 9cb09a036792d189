import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { IconActivity } from "@tabler/icons-react";
import { Suspense, lazy, useState } from "react";
import { runQuery } from "../../api/runs";
import { targetHistoryQuery, targetQuery } from "../../api/targets";
import { ActiveChoice } from "../../components/ActiveChoice";
import { LinkButton } from "../../components/LinkButton";
import { Card, Facts } from "../../components/Card";
import type { Fact } from "../../components/Card";
import { DiffView } from "../../components/DiffView";
import { HistoryStrip } from "../../components/HistoryStrip";
import { PageHeader } from "../../components/PageHeader";
import { RelativeTime } from "../../components/RelativeTime";
import { ResourceId } from "../../components/ResourceId";
import { RunTable } from "../../components/RunTable";
import { StartButton } from "../../components/StartButton";
import { CardSkeleton, EmptyState, ListSkeleton } from "../../components/States";
import { HealthBadge } from "../../components/StatusBadge";
import { providerName, typeName, useMessages, vpnTypeName } from "../../i18n/messages";
import type { RunSummary } from "../../model/run";
import { may } from "../../model/role";
import { healthOf, offersActive } from "../../model/target";
import type { Target } from "../../model/target";
import { DeedFailure } from "../DeedFailure";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { useTroubleshoot } from "../troubleshoot";
import { DeleteTarget } from "./DeleteTarget";
import { Milestones } from "./Milestones";
import { TagsCard } from "./TagsCard";
import styles from "./TargetPage.module.css";
import { TwinCard } from "./TwinCard";

const route = getRouteApi("/t/$tenant/targets/$target");

/** Few targets need it, and what it is made of is large. */
const NameTwin = lazy(() => import("./NameTwin").then((file) => ({ default: file.NameTwin })));

/** Beside what the page is about, and with texts of its own. */
const TargetSchedules = lazy(() =>
  import("./TargetSchedules").then((file) => ({ default: file.TargetSchedules })),
);

export function TargetPage() {
  const { tenant, target: id } = route.useParams();
  const target = useQuery(targetQuery(tenant, id));
  if (target.isPending) return <CardSkeleton />;
  if (!target.data) return <Failure error={target.error} onRetry={() => void target.refetch()} />;
  return <LoadedTarget key={target.data.id} target={target.data} />;
}

function LoadedTarget({ target }: { target: Target }) {
  const { m } = useMessages();
  const { tenant, role } = useMembership();
  const { start, startingTarget, error, dismiss } = useTroubleshoot(tenant);
  const [active, setActive] = useState(false);
  const history = useInfiniteQuery(targetHistoryQuery(tenant, target.id));
  const runs = history.data?.pages.flatMap((part) => part.items) ?? [];
  const latest = history.data?.pages[0];
  return (
    <>
      <PageHeader
        title={target.name}
        tabTitle={target.name}
        lead={
          <span className={styles.sub}>
            <HealthBadge health={healthOf(target)} />
            <span>
              {target.kind === "gateway" ? m.targets.gateway : m.targets.connection} · {typeName(m, target.type)}
            </span>
            {target.supported ? null : <span>{target.unsupportedReason ?? m.troubleshoot.unsupported}</span>}
          </span>
        }
      >
        {target.openRun ? (
          <LinkButton
            to="/t/$tenant/runs/$run"
            params={{ tenant, run: target.openRun.id }}
            leftSection={<IconActivity size={16} aria-hidden />}
          >
            {m.targets.watch}
          </LinkButton>
        ) : (
          <ActiveChoice
            offered={offersActive(target) && may(role, "start")}
            active={active}
            onChange={setActive}
          >
            <StartButton
              tenant={tenant}
              target={target}
              role={role}
              prominent
              starting={startingTarget !== undefined}
              onStart={() => {
                start(target.id, active);
              }}
            />
          </ActiveChoice>
        )}
      </PageHeader>
      <DeedFailure title={m.troubleshoot.failed} error={error} onClose={dismiss} />
      <div className={styles.columns}>
        <div className={styles.main}>
          {target.twin ? (
            <TwinCard target={target} twin={target.twin.id} />
          ) : target.type === "Vnet2Vnet" ? (
            <Suspense fallback={<ListSkeleton rows={2} />}>
              <NameTwin target={target} />
            </Suspense>
          ) : null}
          {history.isPending ? (
            <ListSkeleton rows={5} />
          ) : !history.data ? (
            <Failure error={history.error} onRetry={() => void history.refetch()} />
          ) : runs.length === 0 ? (
            <EmptyState title={m.target.empty} text={m.target.emptyText} />
          ) : (
            <>
              <Card title={m.target.timeline} note={m.target.timelineText(Math.min(runs.length, 50))}>
                <HistoryStrip tenant={tenant} runs={runs.slice(0, 50)} />
              </Card>
              <LastChange tenant={tenant} runs={runs} />
              <Card title={m.target.history} padded={false}>
                <RunTable tenant={tenant} runs={runs} withTarget={false} byEnd />
                {history.hasNextPage ? (
                  <div className={styles.more}>
                    <Button
                      variant="subtle"
                      loading={history.isFetchingNextPage}
                      onClick={() => void history.fetchNextPage()}
                    >
                      {m.targets.loadMore}
                    </Button>
                  </div>
                ) : null}
              </Card>
            </>
          )}
        </div>
        <aside className={styles.aside}>
          <Milestones tenant={tenant} target={target} history={latest} />
          <Card title={m.target.facts}>
            <Facts facts={factsOf(target, tenant, m)} />
          </Card>
          <TagsCard target={target} />
          {target.supported ? (
            <Suspense fallback={<ListSkeleton rows={1} />}>
              <TargetSchedules target={target} />
            </Suspense>
          ) : null}
          {may(role, "manage") ? <DeleteTarget target={target} /> : null}
        </aside>
      </div>
    </>
  );
}

function factsOf(target: Target, tenant: string, m: ReturnType<typeof useMessages>["m"]): Fact[] {
  const facts: Fact[] = [
    [m.target.kind, target.kind === "gateway" ? m.targets.gateway : m.targets.connection],
    [m.target.type, typeName(m, target.type)],
  ];
  if (target.vpnType !== undefined) facts.push([m.target.vpnType, vpnTypeName(m, target.vpnType)]);
  if (target.location !== undefined) facts.push([m.target.location, target.location]);
  facts.push([m.targets.subscription, target.subscription.name]);
  facts.push([m.targets.provider, providerName(m, target.provider)]);
  if (target.twin) {
    facts.push([
      m.twins.twin,
      <Link to="/t/$tenant/targets/$target" params={{ tenant, target: target.twin.id }}>
        {target.twin.name}
      </Link>,
    ]);
  }
  facts.push([m.run.armId, <ResourceId id={target.id} />, "long"]);
  return facts;
}

/** The newest run that differs from the one before it, with what differs. */
function LastChange({ tenant, runs }: { tenant: string; runs: RunSummary[] }) {
  const { m } = useMessages();
  const changed = runs.find((run) => run.changed);
  const run = useQuery({ ...runQuery(tenant, changed?.id ?? ""), enabled: changed !== undefined });
  const diff = run.data?.diff;
  if (!changed || !diff || diff.changes.length === 0) return null;
  return (
    <Card
      title={m.target.lastChange}
      note={<RelativeTime at={changed.finishedAt ?? changed.queuedAt} />}
      aside={
        <LinkButton
          to="/t/$tenant/diff"
          params={{ tenant }}
          search={{ from: diff.from.id, to: changed.id }}
          variant="default"
          size="xs"
        >
          {m.run.compareSideBySide}
        </LinkButton>
      }
    >
      <DiffView diff={diff} />
    </Card>
  );
}
