package io.tunnelscope.app.demo;

import io.tunnelscope.app.Services;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.simulated.SimulatedEvidence;
import io.tunnelscope.app.runs.RunFilter;
import io.tunnelscope.app.runs.RunWorker;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.app.runs.StartRun;
import io.tunnelscope.app.runs.WorkerOptions;
import io.tunnelscope.core.diagnosis.Fault;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A few days of runs, made by the real queue and worker with a clock that stands in the past, so
 * that they differ in nothing from runs that people asked for.
 */
final class DemoHistory {
  /** One run of the past. */
  private record Past(String target, Duration ago, Fault fault) {}

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(25);
  private static final int LANES = 16;

  private final Services services;
  private final MovedClock clock;
  private final PastEvidence evidence;

  /**
   * @param services that live by that clock
   */
  DemoHistory(Services services, MovedClock clock) {
    this.services = services;
    this.clock = clock;
    this.evidence = new PastEvidence(SimulatedEvidence.atOnce(services.vertx, clock));
  }

  /** Writes the history of the tenants that have no runs yet. */
  Future<Void> write(Map<TenantId, List<DemoTargets.Site>> tenants) {
    return without(tenants)
        .compose(
            empty ->
                empty.isEmpty()
                    ? Future.succeededFuture()
                    : worker().compose(worker -> write(empty, worker)));
  }

  private Future<List<Map.Entry<TenantId, List<DemoTargets.Site>>>> without(
      Map<TenantId, List<DemoTargets.Site>> tenants) {
    Future<List<Map.Entry<TenantId, List<DemoTargets.Site>>>> empty =
        Future.succeededFuture(new ArrayList<>());
    for (var tenant : tenants.entrySet()) {
      empty =
          empty.compose(
              found ->
                  services
                      .runStore
                      .list(tenant.getKey(), RunFilter.all(), Optional.empty(), 1)
                      .map(
                          runs -> {
                            if (runs.isEmpty()) {
                              found.add(tenant);
                            }
                            return found;
                          }));
    }
    return empty;
  }

  private Future<RunWorker> worker() {
    return RunWorker.deploy(
        services.vertx,
        services.worker(Map.of("simulated", evidence)),
        WorkerOptions.of(services.ids.next(), LANES));
  }

  private Future<Void> write(
      List<Map.Entry<TenantId, List<DemoTargets.Site>>> tenants, RunWorker worker) {
    var now = clock.instant();
    Future<Void> written = Future.succeededFuture();
    for (int hours : hoursAgo()) {
      written = written.compose(_ -> moment(tenants, now.minus(Duration.ofHours(hours)), hours));
    }
    return written.eventually(() -> worker.drain(Duration.ofSeconds(1)));
  }

  /** Everything of one moment at once, in both tenants. */
  private Future<Void> moment(
      List<Map.Entry<TenantId, List<DemoTargets.Site>>> tenants, Instant at, int hours) {
    clock.moveTo(at);
    var started = new ArrayList<Future<?>>();
    for (var tenant : tenants) {
      started.add(
          requester(tenant.getKey()).compose(who -> start(who, script(tenant.getValue()), hours)));
    }
    return Future.all(started).compose(_ -> untilDone(tenants, at.plus(LONGEST)));
  }

  private Future<Principal> requester(TenantId tenant) {
    return services
        .people
        .ofIssuer("demo")
        .map(
            people ->
                people.stream()
                    .filter(p -> p.membership().tenant().equals(tenant))
                    .filter(p -> p.membership().role() == Role.OPERATOR)
                    .map(
                        p ->
                            new Principal(
                                tenant,
                                Principal.Kind.PERSON,
                                p.person().id().value(),
                                p.person().name(),
                                Role.OPERATOR))
                    .findFirst()
                    .orElseGet(() -> Principal.system(tenant)));
  }

  private Future<Void> start(Principal who, List<Past> script, int hours) {
    var all = new ArrayList<Future<?>>();
    for (var past : script) {
      if (past.ago().toHours() == hours) {
        all.add(start(who, past));
      }
    }
    return Future.all(all).mapEmpty();
  }

  private Future<Void> start(Principal who, Past past) {
    return services
        .targets
        .resolve(who.tenant(), past.target())
        .compose(
            target -> {
              evidence.is(target.id(), past.fault());
              return services.runs.start(
                  new StartRun(
                      who, Optional.empty(), past.target(), false, Source.SEED, Optional.empty()));
            })
        .mapEmpty();
  }

  private Future<Void> untilDone(
      List<Map.Entry<TenantId, List<DemoTargets.Site>>> tenants, Instant deadline) {
    var open = new ArrayList<Future<Boolean>>();
    tenants.forEach(tenant -> open.add(isBusy(tenant.getKey())));
    return Future.all(open)
        .compose(
            _ -> {
              if (open.stream().noneMatch(Future::result)) {
                return Future.succeededFuture();
              }
              if (clock.instant().isAfter(deadline)) {
                return Future.failedFuture(
                    new IllegalStateException("the history of the demo does not get done"));
              }
              return services
                  .vertx
                  .timer(LOOK.toMillis(), TimeUnit.MILLISECONDS)
                  .compose(_ -> untilDone(tenants, deadline));
            });
  }

  private Future<Boolean> isBusy(TenantId tenant) {
    return services
        .subscriptions
        .list(tenant, Optional.empty(), 200)
        .map(all -> all.stream().anyMatch(one -> one.queued() + one.running() > 0));
  }

  private static List<Integer> hoursAgo() {
    return List.of(96, 73, 50, 31, 26, 20, 8, 3);
  }

  /** What happened: one that broke, one that was mended, one that flaps, and the sites. */
  private static List<Past> script(List<DemoTargets.Site> sites) {
    var script = new ArrayList<Past>();
    add(script, "sim/Authentication", 96, Fault.NO_FAULT, 50, Fault.NO_FAULT);
    add(script, "sim/Authentication", 26, Fault.AUTHENTICATION, 3, Fault.AUTHENTICATION);
    add(script, "sim/NoFault", 73, Fault.IKE_POLICY_MISMATCH, 31, Fault.NO_FAULT);
    add(script, "sim/PeerReachability", 73, Fault.NO_FAULT, 50, Fault.PEER_REACHABILITY);
    add(script, "sim/PeerReachability", 26, Fault.NO_FAULT, 8, Fault.PEER_REACHABILITY);
    add(
        script,
        "sim-GatewayCPUUsageExceeded",
        31,
        Fault.NO_FAULT,
        8,
        Fault.GATEWAY_CPU_USAGE_EXCEEDED);
    var turns =
        List.of(
            List.of(Fault.NO_FAULT, Fault.NO_FAULT, Fault.PEER_REACHABILITY, Fault.NO_FAULT),
            List.of(
                Fault.NO_FAULT,
                Fault.IKE_POLICY_MISMATCH,
                Fault.IKE_POLICY_MISMATCH,
                Fault.IKE_POLICY_MISMATCH),
            List.of(Fault.AUTHENTICATION, Fault.NO_FAULT, Fault.NO_FAULT, Fault.NO_FAULT),
            List.of(Fault.PEER_REACHABILITY, Fault.NO_FAULT, Fault.NO_FAULT, Fault.AUTHENTICATION));
    int n = 0;
    for (var site : sites) {
      for (var connection : site.connections()) {
        var faults = turns.get(n++ % turns.size());
        var name = site.gateway() + "/" + connection;
        add(script, name, 96, faults.get(0), 50, faults.get(1));
        add(script, name, 20, faults.get(2), 3, faults.get(3));
      }
    }
    return script;
  }

  private static void add(
      List<Past> script, String target, int hours, Fault fault, int laterHours, Fault later) {
    script.add(new Past(target, Duration.ofHours(hours), fault));
    script.add(new Past(target, Duration.ofHours(laterHours), later));
  }
}
