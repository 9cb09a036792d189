package io.tunnelscope.app.history;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.TargetState;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Brings the runs of both halves of a VNet2VNet connection together. Any thread. */
public final class TwinRuns {
  private final Targets targets;
  private final RunStore runs;

  public TwinRuns(Targets targets, RunStore runs) {
    this.targets = targets;
    this.runs = runs;
  }

  /**
   * The target and its twin, each with its last finished run or with that one. Fails with {@link
   * Refusal.NotFound} when there is no such target or run, with {@link Refusal.Conflict} when the
   * target has no twin, with {@link Refusal.Invalid} when a run is not of its half.
   */
  Future<Halves> of(
      TenantId tenant, String nameOrArmId, Optional<RunId> first, Optional<RunId> second) {
    return targets
        .resolve(tenant, nameOrArmId)
        .compose(known -> targets.state(tenant, known.id().value()))
        .compose(
            one ->
                twinOf(tenant, one)
                    .compose(
                        other ->
                            half(tenant, one, "first", first)
                                .compose(
                                    here ->
                                        half(tenant, other, "second", second)
                                            .map(there -> new Halves(here, there)))));
  }

  /** The target and its twin. Fails as {@link #of} does. */
  public Future<List<KnownTarget>> halves(TenantId tenant, ArmId target) {
    return targets
        .state(tenant, target.value())
        .compose(one -> twinOf(tenant, one).map(other -> List.of(one.known(), other.known())));
  }

  private Future<TargetState> twinOf(TenantId tenant, TargetState target) {
    return target
        .twin()
        .map(twin -> targets.state(tenant, twin.id().value()))
        .orElseGet(() -> Future.failedFuture(noTwin(target)));
  }

  private Future<Half> half(
      TenantId tenant, TargetState target, String field, Optional<RunId> asked) {
    return asked
        .or(() -> target.lastRun().map(TargetState.LastRun::id))
        .map(
            id ->
                runs.get(tenant, id)
                    .compose(run -> checked(run, target, field))
                    .map(run -> new Half(target, Optional.of(run))))
        .orElseGet(() -> Future.succeededFuture(new Half(target, Optional.empty())));
  }

  private static Future<Run> checked(Run run, TargetState target, String field) {
    return run.target().equals(target.known().id())
        ? Future.succeededFuture(run)
        : Future.failedFuture(ofAnotherTarget(target, field));
  }

  private static Refusal noTwin(TargetState target) {
    var name = target.known().name();
    return new Refusal.Conflict(
        new Text(
            name + " has no twin: only a VNet2VNet connection that names one has two halves.",
            name + "에는 쌍이 지정되어 있지 않습니다. 쌍이 지정된 VNet2VNet 연결만 양쪽을 비교할 수 있습니다."));
  }

  private static Refusal ofAnotherTarget(TargetState target, String field) {
    var name = target.known().name();
    var text = new Text("must be a run of " + name, name + "의 점검이어야 합니다");
    return new Refusal.Invalid(text, List.of(new Refusal.Invalid.Complaint(field, text)));
  }
}
