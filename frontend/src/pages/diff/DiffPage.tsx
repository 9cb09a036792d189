import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { IconArrowsExchange } from "@tabler/icons-react";
import { diffQuery } from "../../api/diffs";
import { runQuery } from "../../api/runs";
import { LinkButton } from "../../components/LinkButton";
import { Card } from "../../components/Card";
import { DiffView } from "../../components/DiffView";
import { PageHeader } from "../../components/PageHeader";
import { ExactTime } from "../../components/RelativeTime";
import { CardSkeleton, EmptyState } from "../../components/States";
import { OutcomeBadge, SeverityBadge } from "../../components/StatusBadge";
import { VisibleText } from "../../components/VisibleText";
import { faultName, useMessages } from "../../i18n/messages";
import { outcomeOf } from "../../model/run";
import type { Run } from "../../model/run";
import { Failure } from "../Failure";
import styles from "./DiffPage.module.css";

const route = getRouteApi("/t/$tenant/diff");

export function DiffPage() {
  const { m } = useMessages();
  const { tenant } = route.useParams();
  const { from, to } = route.useSearch();
  if (from === undefined || to === undefined) {
    return (
      <>
        <PageHeader title={m.diff.title} tabTitle={m.diff.title} />
        <EmptyState title={m.diff.choose} text={m.diff.chooseText}>
          <LinkButton to="/t/$tenant/runs" params={{ tenant }}>
            {m.diff.toRuns}
          </LinkButton>
        </EmptyState>
      </>
    );
  }
  return <Comparison tenant={tenant} from={from} to={to} />;
}

function Comparison({ tenant, from, to }: { tenant: string; from: string; to: string }) {
  const { m } = useMessages();
  const diff = useQuery(diffQuery(tenant, from, to));
  const before = useQuery(runQuery(tenant, from));
  const after = useQuery(runQuery(tenant, to));
  if (diff.error) return <Failure error={diff.error} onRetry={() => void diff.refetch()} />;
  if (before.error ?? after.error) {
    return <Failure error={before.error ?? after.error} onRetry={() => void before.refetch()} />;
  }
  if (!diff.data || !before.data || !after.data) return <CardSkeleton />;
  const differentTargets = before.data.target !== after.data.target;
  return (
    <>
      <PageHeader
        title={m.diff.title}
        tabTitle={m.diff.title}
        lead={differentTargets ? m.diff.differentTargets : after.data.targetName}
      >
        <LinkButton
          to="/t/$tenant/diff"
          params={{ tenant }}
          search={{ from: to, to: from }}
          variant="default"
          leftSection={<IconArrowsExchange size={16} aria-hidden />}
        >
          {m.diff.swap}
        </LinkButton>
      </PageHeader>
      <div className={styles.stack}>
        <Card
          title={diff.data.changes.length === 0 ? m.diff.unchanged : m.diff.onlyChanges}
          aside={
            diff.data.changes.length === 0 ? undefined : (
              <span className="dim">{m.diff.changed(diff.data.changes.length)}</span>
            )
          }
        >
          <DiffView diff={diff.data} />
        </Card>
        <div className={styles.sides}>
          <Side tenant={tenant} run={before.data} heading={m.diff.before} />
          <Side tenant={tenant} run={after.data} heading={m.diff.after} />
        </div>
      </div>
    </>
  );
}

function Side({ tenant, run, heading }: { tenant: string; run: Run; heading: string }) {
  const { m } = useMessages();
  return (
    <Card
      title={heading}
      note={<ExactTime at={run.finishedAt ?? run.queuedAt} />}
      aside={
        <Link to="/t/$tenant/runs/$run" params={{ tenant, run: run.id }}>
          {m.diff.openRun}
        </Link>
      }
    >
      <div className={styles.verdict}>
        <OutcomeBadge outcome={outcomeOf(run)} />
        <span>{run.targetName}</span>
      </div>
      <ul className={styles.findings}>
        {(run.diagnosis?.results ?? []).map((finding, index) => (
          <li key={`${finding.id} ${String(index)}`}>
            <div className={styles.verdict}>
              <SeverityBadge severity={finding.severity} />
              <strong>{faultName(m, finding.id)}</strong>
              {finding.cause === undefined ? null : <span className={styles.cause}>{finding.cause}</span>}
            </div>
            <p className={styles.summary}>
              <VisibleText text={finding.summary} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
