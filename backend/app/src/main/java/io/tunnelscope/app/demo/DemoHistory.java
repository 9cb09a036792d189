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

  /**
   * Writes what is missing of the history. Where an earlier start was cut off it goes on, and lets
   * the runs end that were under way then.
   */
  Future<Void> write(Map<TenantId, List<DemoTargets.Site>> tenants) {
    clock.moveBack();
    return plans(tenants)
        .compose(
            plans -> {
              var now =
                  plans.stream()
                      .flatMap(plan -> plan.now().stream())
                      .min(Instant::compareTo)
                      .orElseGet(clock::instant);
              var open = plans.stream().filter(plan -> !plan.isDone(now)).toList();
              return open.isEmpty()
                  ? Future.succeededFuture()
                  : worker().compose(worker -> write(open, now, worker));
            });
  }

  private Future<List<Plan>> plans(Map<TenantId, List<DemoTargets.Site>> tenants) {
    var plans = new ArrayList<Future<Plan>>();
    tenants.forEach((tenant, sites) -> plans.add(plan(tenant, Past.of(sites))));
    return Future.all(plans).map(_ -> plans.stream().map(Future::result).toList());
  }

  private Future<Plan> plan(TenantId tenant, List<Past> script) {
    return services
        .runStore
        .list(tenant, RunFilter.ofSource(Source.SEED), Optional.empty(), 2 * script.size())
        .map(there -> new Plan(tenant, script, there));
  }

  private Future<RunWorker> worker() {
    return RunWorker.deploy(
        services.vertx,
        services.worker(Map.of("simulated", evidence)),
        WorkerOptions.of(services.ids.next(), LANES));
  }

  private Future<Void> write(List<Plan> plans, Instant now, RunWorker worker) {
    Future<Void> written = Future.succeededFuture();
    for (int hours : Past.HOURS_AGO) {
      written = written.compose(_ -> moment(plans, now, hours));
    }
    return written
        .eventually(() -> worker.drain(Duration.ofSeconds(1)))
        .onComplete(_ -> clock.moveBack());
  }

  /** Everything of one moment at once, in both tenants. */
  private Future<Void> moment(List<Plan> plans, Instant now, int hours) {
    var at = now.minus(Duration.ofHours(hours));
    clock.moveTo(at);
    var started = new ArrayList<Future<?>>();
    for (var plan : plans) {
      started.add(requester(plan.tenant()).compose(who -> start(who, plan, now, hours)));
    }
    // Joined: a start that is under way when the clock moves would be written at a wrong time.
    return Future.join(started).compose(_ -> untilDone(plans, at.plus(LONGEST)));
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

  private Future<Void> start(Principal who, Plan plan, Instant now, int hours) {
    var all = new ArrayList<Future<?>>();
    for (var past : plan.script()) {
      if (past.hoursAgo() == hours) {
        all.add(start(who, past, plan.lacks(past, now)));
      }
    }
    return Future.join(all).mapEmpty();
  }

  /** What is there but has not ended needs to be told its fault, too. */
  private Future<Void> start(Principal who, Past past, boolean missing) {
    return services
        .targets
        .resolve(who.tenant(), past.target())
        .compose(
            target -> {
              evidence.is(target.id(), past.fault());
              return missing
                  ? services.runs.start(
                      new StartRun(
                          who,
                          Optional.empty(),
                          past.target(),
                          false,
                          Source.SEED,
                          Optional.empty()))
                  : Future.succeededFuture();
            })
        .mapEmpty();
  }

  private Future<Void> untilDone(List<Plan> plans, Instant deadline) {
    var open = new ArrayList<Future<Boolean>>();
    plans.forEach(plan -> open.add(isBusy(plan.tenant())));
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
                  .compose(_ -> untilDone(plans, deadline));
            });
  }

  private Future<Boolean> isBusy(TenantId tenant) {
    return services
        .subscriptions
        .list(tenant, Optional.empty(), 200)
        .map(all -> all.stream().anyMatch(one -> one.queued() + one.running() > 0));
  }
}
