import { Link } from "@tanstack/react-router";
import type { TargetHistoryPage } from "../../api/targets";
import { Card, Facts } from "../../components/Card";
import type { Fact } from "../../components/Card";
import { RelativeTime } from "../../components/RelativeTime";
import { useMessages } from "../../i18n/messages";
import type { RunSummary } from "../../model/run";
import type { Target } from "../../model/target";
import { duration } from "../../model/time";

/** Since when the target is bad, when it was last good, how steady it was, and what it is compared with. */
export function Milestones({
  tenant,
  target,
  history,
}: {
  tenant: string;
  target: Target;
  history?: TargetHistoryPage;
}) {
  const { m, language } = useMessages();
  const facts: Fact[] = [];
  if (history?.firstBadRun ?? history?.lastGoodRun) {
    facts.push([m.target.firstBad, <Moment tenant={tenant} run={history?.firstBadRun} />]);
    facts.push([m.target.lastGood, <Moment tenant={tenant} run={history?.lastGoodRun} />]);
  }
  facts.push(...steadiness(history, m, language));
  if (target.baseline !== undefined) {
    facts.push([m.baseline.title, <Baseline tenant={tenant} baseline={target.baseline} runs={history?.items} />]);
  }
  return facts.length === 0 ? null : (
    <Card>
      <Facts facts={facts} />
    </Card>
  );
}

function Moment({ tenant, run }: { tenant: string; run?: { id: string; finishedAt?: Date } }) {
  const { m } = useMessages();
  return run ? (
    <Link to="/t/$tenant/runs/$run" params={{ tenant, run: run.id }}>
      {run.finishedAt ? <RelativeTime at={run.finishedAt} /> : m.diff.openRun}
    </Link>
  ) : (
    <span className="dim">{m.target.none}</span>
  );
}

/** Nothing for a target that was never bad in that time. */
function steadiness(
  history: TargetHistoryPage | undefined,
  m: ReturnType<typeof useMessages>["m"],
  language: string,
): Fact[] {
  const last = history?.lastDays;
  if (!last || last.flaps + last.recoveries === 0) return [];
  const facts: Fact[] = [[m.target.flaps(last.days), m.target.times(last.flaps)]];
  if (last.medianSecondsToRecover !== undefined) {
    facts.push([m.target.recovery, duration(last.medianSecondsToRecover * 1_000, language)]);
  }
  return facts;
}

/** The pinned run, and the way to what has changed since. */
function Baseline({ tenant, baseline, runs }: { tenant: string; baseline: string; runs?: RunSummary[] }) {
  const { m } = useMessages();
  const newest = runs?.find((run) => run.code !== undefined);
  return newest === undefined || newest.id === baseline ? (
    <Link to="/t/$tenant/runs/$run" params={{ tenant, run: baseline }}>
      {m.diff.openRun}
    </Link>
  ) : (
    <Link to="/t/$tenant/diff" params={{ tenant }} search={{ from: baseline, to: newest.id }}>
      {m.baseline.compareNewest}
    </Link>
  );
}
