package io.tunnelscope.app.history;

import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.FindingStore;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.core.diff.Diff;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import java.util.Optional;

/** Compares any two runs of a tenant. Any thread. */
public final class Diffs {
  private final Targets targets;
  private final RunStore runs;
  private final FindingStore findings;
  private final HistoryStore history;
  private final BaselineStore baselines;

  public Diffs(
      Targets targets,
      RunStore runs,
      FindingStore findings,
      HistoryStore history,
      BaselineStore baselines) {
    this.targets = targets;
    this.runs = runs;
    this.findings = findings;
    this.history = history;
    this.baselines = baselines;
  }

  /**
   * Fails with {@link Refusal.NotFound} when there is no such run, and with {@link
   * Refusal.Conflict} when one of them has no diagnosis.
   */
  public Future<Compared> between(TenantId tenant, RunId from, RunId to) {
    return diagnosed(tenant, from)
        .compose(
            before ->
                diagnosed(tenant, to)
                    .compose(
                        after ->
                            diff(tenant, before, after)
                                .map(diff -> new Compared(before, after, diff))));
  }

  /**
   * The last two diagnosed runs of a target. Fails with {@link Refusal.Conflict} when there are
   * fewer, with {@link Refusal.NotFound} when nothing is known of the target.
   */
  public Future<Compared> lastTwo(TenantId tenant, ArmId target) {
    return history
        .lastTwo(tenant, target)
        .compose(
            two ->
                switch (two.size()) {
                  case 0 ->
                      targets
                          .resolve(tenant, target.value())
                          .compose(_ -> Future.failedFuture(tooFew()));
                  case 1 -> Future.failedFuture(tooFew());
                  default -> between(tenant, two.getLast(), two.getFirst());
                });
  }

  /**
   * The last diagnosed run of a target with the one that is pinned. Fails with {@link
   * Refusal.Conflict} when none is pinned or none was diagnosed.
   */
  public Future<Compared> withBaseline(TenantId tenant, ArmId target) {
    return baselines
        .find(tenant, target)
        .compose(
            pinned ->
                pinned.isEmpty()
                    ? Future.failedFuture(nonePinned())
                    : history
                        .lastTwo(tenant, target)
                        // Without any other the pinned one itself, which is kept.
                        .map(two -> two.isEmpty() ? pinned.get() : two.getFirst())
                        .compose(last -> between(tenant, pinned.get(), last)));
  }

  private Future<Run> diagnosed(TenantId tenant, RunId id) {
    return runs.get(tenant, id)
        .compose(
            run ->
                run.verdict().isPresent()
                    ? Future.succeededFuture(run)
                    : Future.failedFuture(withoutDiagnosis(id)));
  }

  private Future<Diff> diff(TenantId tenant, Run from, Run to) {
    if (!to.previous().equals(Optional.of(from.id()))) {
      return ofFindings(tenant, from, to);
    }
    return history
        .written(tenant, from.id(), to.id())
        .compose(
            diff ->
                diff.map(Future::succeededFuture).orElseGet(() -> ofFindings(tenant, from, to)));
  }

  private Future<Diff> ofFindings(TenantId tenant, Run from, Run to) {
    return findings
        .findings(tenant, from.id())
        .compose(
            before ->
                findings.findings(tenant, to.id()).map(after -> Diff.ofFindings(before, after)));
  }

  static Refusal withoutDiagnosis(RunId id) {
    return new Refusal.Conflict(
        new Text(
            "Run " + id + " has no diagnosis to compare.", "점검 " + id + "에는 비교할 진단 결과가 없습니다."));
  }

  private static Refusal nonePinned() {
    return new Refusal.Conflict(
        new Text(
            "The target has no baseline: pin one of its runs, then compare.",
            "대상에 기준 점검이 없습니다. 점검 하나를 기준으로 고정한 후 비교해 주십시오."));
  }

  private static Refusal tooFew() {
    return new Refusal.Conflict(
        new Text(
            "The target has fewer than two diagnosed runs: troubleshoot it again, then compare.",
            "비교하려면 진단이 완료된 점검이 두 개 이상 필요합니다. 대상을 다시 진단한 후 비교해 주십시오."));
  }
}
