package io.tunnelscope.app.arm;

import io.tunnelscope.app.gateways.GatewayStore;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.Subscription;
import io.tunnelscope.app.gateways.SubscriptionState;
import io.tunnelscope.app.gateways.SubscriptionStore;
import io.tunnelscope.app.gateways.TargetState;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Refusal.Invalid.Complaint;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunDetails;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.Runs;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.app.runs.StartRun;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What a network watcher of Azure does, done with the runs of this product. Every method fails with
 * {@link Refusal.NotFound}, in words that do not tell which, for what is another tenant's and for
 * what never was.
 */
final class Watcher {
  /** A run, and the region in which Azure would do it. */
  record Operation(Run run, Region region) {}

  /** What a run came to, and the tenant's name in addresses. */
  record Diagnosed(RunDetails details, Diagnosis diagnosis, String slug) {}

  private final SubscriptionStore subscriptions;
  private final GatewayStore gateways;
  private final TargetStore targets;
  private final Runs runs;
  private final RunStore store;

  Watcher(
      SubscriptionStore subscriptions,
      GatewayStore gateways,
      TargetStore targets,
      Runs runs,
      RunStore store) {
    this.subscriptions = subscriptions;
    this.gateways = gateways;
    this.targets = targets;
    this.runs = runs;
    this.store = store;
  }

  /** All of the tenant's, in order of their names. */
  Future<List<Subscription>> subscriptions(TenantId tenant) {
    return subscriptions
        .list(tenant, Optional.empty(), SubscriptionStore.MOST)
        .map(states -> states.stream().map(SubscriptionState::subscription).toList());
  }

  Future<Subscription> subscription(TenantId tenant, String guid) {
    return Query.parseUuid(guid)
        .map(id -> subscriptions.find(tenant, new SubscriptionId(id)))
        .orElse(Future.succeededFuture(Optional.empty()))
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(SubscriptionStore.notFound())));
  }

  /** The regions of the subscription that have a gateway. */
  Future<List<Region>> regions(TenantId tenant, Subscription subscription) {
    return gateways
        .locations(tenant, subscription.id())
        .map(locations -> locations.stream().map(Region::of).distinct().toList());
  }

  Future<KnownTarget> target(TenantId tenant, ArmId id) {
    return targets
        .find(tenant, id)
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Targets.notFound())));
  }

  /**
   * Starts a run, unless one of the subscription is open: that fails with {@link Refusal.Conflict}.
   * Fails as {@link Runs#start} does, and with {@link Refusal.Invalid} when the target belongs to
   * another subscription of the tenant.
   */
  Future<Operation> troubleshoot(
      Principal who,
      Origin origin,
      Subscription subscription,
      TroubleshootBody body,
      Optional<String> key) {
    return target(who.tenant(), subscription, body.target())
        .compose(target -> runs.startAlone(asked(who, origin, target, body, key)))
        .compose(started -> run(who.tenant(), started.id()))
        .compose(this::operation);
  }

  private static StartRun asked(
      Principal who,
      Origin origin,
      KnownTarget target,
      TroubleshootBody body,
      Optional<String> key) {
    return new StartRun(
        who, Optional.of(origin), target.id().value(), false, Source.ARM, key, body.storage());
  }

  /** The operation of that id, if it belongs to the subscription. */
  Future<Operation> operation(TenantId tenant, Subscription subscription, String id) {
    return Query.parseUuid(id)
        .map(run -> run(tenant, new RunId(run)))
        .orElseGet(() -> Future.failedFuture(new Refusal.NotFound()))
        .compose(
            run ->
                run.subscription().equals(subscription.id())
                    ? operation(run)
                    : Future.failedFuture(new Refusal.NotFound()));
  }

  /**
   * The last run of the target that came to a result; where there is none yet, the one that is
   * open. Fails with {@link Refusal.NotFound} when there is neither.
   */
  Future<Operation> last(TenantId tenant, Subscription subscription, ArmId id) {
    return target(tenant, subscription, id)
        .compose(target -> store.lastDiagnosed(tenant, target.id()))
        .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> openRun(tenant, id)))
        .compose(this::operation);
  }

  private Future<Run> openRun(TenantId tenant, ArmId id) {
    return targets
        .state(tenant, id)
        .map(state -> state.flatMap(TargetState::openRun))
        .compose(
            open ->
                open.map(run -> run(tenant, run.id()))
                    .orElseGet(() -> Future.failedFuture(neverAsked())));
  }

  /** Fails for a run that came to no diagnosis. */
  Future<Diagnosed> diagnosed(Run run) {
    return runs.details(run.tenant(), run.id())
        .compose(
            details ->
                subscriptions
                    .slug(run.tenant())
                    .map(slug -> new Diagnosed(details, details.diagnosis().orElseThrow(), slug)));
  }

  private Future<Run> run(TenantId tenant, RunId id) {
    return store.get(tenant, id).recover(Watcher::alike);
  }

  /** A run is an operation here; its own words would tell a run from what is none. */
  private static Future<Run> alike(Throwable failure) {
    return Future.failedFuture(
        failure instanceof Refusal.NotFound ? new Refusal.NotFound() : failure);
  }

  private Future<Operation> operation(Run run) {
    return targets
        .find(run.tenant(), run.target())
        .map(found -> found.map(KnownTarget::location).orElse(""))
        .map(location -> new Operation(run, Region.of(location)));
  }

  private Future<KnownTarget> target(TenantId tenant, Subscription subscription, ArmId id) {
    return target(tenant, id)
        .compose(
            target ->
                target.subscription().equals(subscription.id())
                    ? Future.succeededFuture(target)
                    : Future.failedFuture(elsewhere()));
  }

  private static Refusal elsewhere() {
    var text =
        new Text(
            "belongs to another subscription than the network watcher", "네트워크 감시자와 다른 구독에 속합니다");
    return new Refusal.Invalid(text, List.of(new Complaint("targetResourceId", text)));
  }

  private static Refusal neverAsked() {
    return new Refusal.NotFound(
        new Text(
            "The target has no result yet: start a troubleshooting first.",
            "대상의 진단 결과가 아직 없습니다. 먼저 진단을 시작하십시오."));
  }
}
