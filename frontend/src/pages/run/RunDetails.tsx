import { Link } from "@tanstack/react-router";
import { Card, Facts } from "../../components/Card";
import type { Fact } from "../../components/Card";
import { Elapsed, ExactTime } from "../../components/RelativeTime";
import { ResourceId } from "../../components/ResourceId";
import { OutcomeBadge, StateBadge } from "../../components/StatusBadge";
import { providerName, sourceName, useMessages } from "../../i18n/messages";
import { isFinished, outcomeOf } from "../../model/run";
import type { Run } from "../../model/run";
import { offersActive } from "../../model/target";

/** Who asked for the run, when it worked, on what. */
export function RunDetails({ run, tenant }: { run: Run; tenant: string }) {
  const { m } = useMessages();
  const notYet = <span className="dim">{m.run.notYet}</span>;
  const facts: Fact[] = [
    [
      m.runs.state,
      outcomeOf(run) === "STOPPING" ? <OutcomeBadge outcome="STOPPING" /> : <StateBadge state={run.state} />,
    ],
    [m.run.requestedBy, run.requestedBy.name],
    [m.run.source, sourceName(m, run.source)],
    [m.run.queuedAt, <ExactTime at={run.queuedAt} />],
    [m.run.startedAt, run.startedAt ? <ExactTime at={run.startedAt} /> : notYet],
    [m.run.finishedAt, run.finishedAt ? <ExactTime at={run.finishedAt} /> : notYet],
  ];
  if (run.startedAt && (run.finishedAt ?? !isFinished(run.state))) {
    facts.push([m.run.duration, <Elapsed from={run.startedAt} to={run.finishedAt} />]);
  }
  if (run.attempt !== undefined) facts.push([m.run.attempts, String(run.attempt)]);
  if (run.active || offersActive(run)) {
    facts.push([m.run.mode, run.active ? m.run.modes.active : m.run.modes.passive]);
  }
  if (run.subscription) facts.push([m.run.subscription, run.subscription.name]);
  if (run.provider !== undefined) facts.push([m.run.provider, providerName(m, run.provider)]);
  if (run.previousRun !== undefined) {
    facts.push([
      m.run.previousRun,
      <Link to="/t/$tenant/runs/$run" params={{ tenant, run: run.previousRun }} className="mono">
        {run.previousRun}
      </Link>,
      "long",
    ]);
  }
  facts.push([m.run.runId, <span className="mono">{run.id}</span>, "long"]);
  facts.push([m.run.armId, <ResourceId id={run.target} />, "long"]);
  return (
    <Card title={m.run.details}>
      <Facts facts={facts} />
    </Card>
  );
}
