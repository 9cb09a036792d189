package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.runs.LaneQueue.LaneFence;
import io.tunnelscope.app.runs.Outcome.Failed;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.CutProxy;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BackendTest
class RunQueueIT {
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final List<World> worlds = new ArrayList<>();
  private TestTenant tenant;
  private Principal who;
  @TempDir private Path folder;

  RunQueueIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void makeTenant() {
    tenant = tenants.add("queue");
    who = tenants.principal(tenant, Role.OPERATOR);
  }

  /** The next test finds an empty queue. */
  @AfterEach
  void sweep() {
    worlds.forEach(World::close);
    Sql.run(
        database.superuser(),
        "DELETE FROM queued_run",
        """
        UPDATE lane SET state = 'IDLE', pending = 0, people = 0, resting = 0, running_seq = NULL, owner = NULL,
               lease_until = NULL
        """,
        "UPDATE tenant_share SET open_runs = 0, active = 0, parked = 0");
  }

  private World world(Duration lease) {
    var world = new World(vertx, db, folder.resolve("w" + worlds.size()), lease);
    worlds.add(world);
    return world;
  }

  private World world() {
    return world(Duration.ofSeconds(30));
  }

  private String lane(String name) {
    return lane(tenant, name);
  }

  private String lane(TestTenant of, String name) {
    return tenants.gateway(of, tenants.subscription(of, name, "simulated"), name);
  }

  private static Lease claimed(World world) {
    var leases = world.claim(1);
    assertThat(leases).hasSize(1);
    return leases.getFirst();
  }

  @Test
  void shouldRunOneOfASubscriptionAtATimeHoweverManyWorkersThereAre() {
    // Given: three workers of four slots, and six lanes with eight runs each
    var world = world();
    var running = new ConcurrentHashMap<String, Integer>();
    var most = new ConcurrentHashMap<String, Integer>();
    var looks = new ConcurrentHashMap<UUID, Integer>();
    EvidenceProvider counting =
        (request, _, _) -> {
          var lane = request.target().id().subscription();
          most.merge(lane, running.merge(lane, 1, Integer::sum), Integer::max);
          looks.merge(request.run(), 1, Integer::sum);
          return vertx
              .timer(5, TimeUnit.MILLISECONDS)
              .map(
                  _ -> {
                    running.merge(lane, -1, Integer::sum);
                    return Evidences.gatewayNotFound(request);
                  });
        };
    var ids = new ArrayList<RunId>();
    for (int lane = 0; lane < 6; lane++) {
      var target = lane("lane" + lane);
      for (int n = 0; n < 8; n++) {
        ids.add(world.start(who, target));
      }
    }

    // When
    for (int n = 0; n < 3; n++) {
      world.worker("simulated", counting);
    }

    // Then
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ids.stream().allMatch(id -> world.run(who, id).isFinished()));
    assertThat(most).hasSize(6).allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
    assertThat(looks).hasSize(48).allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
    assertThat(ids).allSatisfy(id -> assertSucceeded(world.run(who, id)));
  }

  private static void assertSucceeded(Run run) {
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.attempt()).isEqualTo(1);
  }

  @Test
  void shouldServeANewcomerBeforeTheBacklogOfABusyTenant() {
    // Given: a tenant with twenty lanes that wait, three of them taken
    var world = world();
    for (int n = 0; n < 20; n++) {
      world.start(who, lane("busy" + n));
    }
    for (int n = 0; n < 3; n++) {
      claimed(world);
    }
    var newcomer = tenants.add("newcomer");
    var other = tenants.principal(newcomer, Role.OPERATOR);
    var wanted = world.start(other, lane(newcomer, "only"));

    // When
    var next = List.of(claimed(world).run(), claimed(world).run());

    // Then
    assertThat(next).contains(wanted);
  }

  @Test
  void shouldGiveEachOfTwoBusyTenantsItsTurn() {
    // Given
    var world = world();
    var second = tenants.add("second");
    var other = tenants.principal(second, Role.OPERATOR);
    for (int n = 0; n < 10; n++) {
      world.start(who, lane("first" + n));
    }
    for (int n = 0; n < 10; n++) {
      world.start(other, lane(second, "second" + n));
    }

    // When
    var served = world.claim(10);

    // Then
    assertThat(served.stream().filter(lease -> lease.tenant().equals(tenant.id())).count())
        .isEqualTo(5);
  }

  @Test
  void shouldRefuseEverythingThatIsWrittenWithALostLease() {
    // Given: a holder that was silent for too long, and another one that took over
    var world = world(Duration.ofMillis(1));
    var id = world.start(who, lane("zombie"));
    var zombie = claimed(world);
    Results.of(world.work.begin(zombie));
    await().until(() -> Results.of(world.lanes.expired(10)).contains(zombie));
    assertThat(Results.of(world.work.reap(zombie))).isEqualTo(RunState.QUEUED);
    var heir = claimed(world);
    var tooLate = world.work.finish(zombie, new Failed(Failure.of(Failure.INTERNAL)));
    assertThat(Results.failureOf(tooLate)).isInstanceOf(LeaseLost.class);
    Results.of(world.work.begin(heir));

    // When
    var refused =
        List.of(
            Results.failureOf(world.work.progress(zombie, new JsonObject())),
            Results.failureOf(world.work.checkpoint(zombie, "late")),
            Results.failureOf(world.work.release(zombie)),
            Results.failureOf(world.work.begin(zombie)),
            Results.failureOf(world.work.finish(zombie, new Failed(Failure.of(Failure.INTERNAL)))));

    // Then
    assertThat(refused).hasOnlyElementsOfType(LeaseLost.class);
    assertThat(Results.of(world.lanes.renew(List.of(zombie, heir))).held())
        .containsExactly(LaneFence.of(heir));
    assertThat(world.run(who, id).state()).isEqualTo(RunState.RUNNING);
    assertThat(world.run(who, id).attempt()).isEqualTo(2);
    Results.of(world.work.finish(heir, new Failed(Failure.of(Failure.INTERNAL))));
    assertThat(world.run(who, id).state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void shouldGiveUpARunWhoseWorkerCrashedThreeTimes() {
    // Given
    var world = world(Duration.ofMillis(1));
    var target = lane("cursed");
    var id = world.start(who, target);
    var next = world.start(who, target);

    // When
    for (int crash = 0; crash < 3; crash++) {
      var lease = claimed(world);
      Results.of(world.work.begin(lease));
      await().until(() -> Results.of(world.lanes.expired(10)).contains(lease));
      Results.of(world.work.reap(lease));
    }

    // Then
    assertThat(world.run(who, id).state()).isEqualTo(RunState.FAILED);
    assertThat(world.run(who, id).failure()).contains(new Failure(Failure.CRASHED, ""));
    assertThat(claimed(world).run()).isEqualTo(next);
  }

  @Test
  void shouldServeAPersonBeforeSchedulesOfTheSameSubscriptionAndOfOthers() {
    // Given: schedules in two lanes, and a person who comes last
    var world = world();
    var shared = lane("shared");
    var first = start(world, shared, true);
    var second = start(world, shared, true);
    var other = start(world, lane("other"), true);
    var person = start(world, shared, false);

    // When
    var served = new ArrayList<RunId>();
    for (int n = 0; n < 4; n++) {
      var lease = claimed(world);
      served.add(lease.run());
      Results.of(world.work.finish(lease, new Failed(Failure.of(Failure.INTERNAL))));
      world.handBack(List.of(lease));
    }

    // Then
    assertThat(served).containsExactly(person, other, first, second);
  }

  @Test
  void shouldNotStarveASchedule() {
    // Given: one schedule, and more persons than it has to let go first
    limitRunning(1_000);
    var world = world();
    var schedule = start(world, lane("patient"), true);
    for (int n = 0; n < 110; n++) {
      world.start(who, lane("person" + n));
    }

    // When
    var served = new ArrayList<RunId>();
    for (int n = 0; n < 111; n++) {
      served.addAll(world.claim(1).stream().map(Lease::run).toList());
    }

    // Then
    assertThat(served.indexOf(schedule)).isBetween(100, 101);
  }

  @Test
  void shouldRunNoMoreOfATenantAtOnceThanItMay() {
    // Given: five lanes, two of them may run
    limitRunning(2);
    var world = world();
    for (int n = 0; n < 5; n++) {
      var target = lane("lane" + n);
      world.start(who, target);
      world.start(who, target);
    }

    // When: whoever is done makes room for the next
    var served = new ArrayList<Lease>();
    var running = world.claim(10);
    assertThat(running).hasSize(2);
    while (!running.isEmpty()) {
      served.addAll(running);
      var done = running.getFirst();
      Results.of(world.work.finish(done, new Failed(Failure.of(Failure.INTERNAL))));
      world.handBack(List.of(done));
      var rest = new ArrayList<>(running.subList(1, running.size()));
      var next = world.claim(10);
      assertThat(rest.size() + next.size()).isLessThanOrEqualTo(2);
      assertBooks(0, served.size());
      rest.forEach(served::remove);
      rest.addAll(next);
      running = rest;
    }

    // Then: each lane had its turn before any had a second one
    assertThat(served).hasSize(10);
    assertThat(served.subList(0, 5)).extracting(Lease::subscription).doesNotHaveDuplicates();
  }

  @Test
  void shouldHandBackTheLaneOfAProcessThatEndedRightAfterItsRun() {
    // Given
    var world = world(Duration.ofMillis(1));
    var target = lane("done");
    var id = world.start(who, target);
    var next = world.start(who, target);
    var lease = claimed(world);
    Results.of(world.work.begin(lease));
    Results.of(world.work.finish(lease, new Failed(Failure.of(Failure.INTERNAL))));
    await().until(() -> Results.of(world.lanes.expired(10)).contains(lease));

    // When
    var state = Results.of(world.work.reap(lease));

    // Then
    assertThat(state).isEqualTo(RunState.FAILED);
    assertThat(world.run(who, id).failure()).contains(Failure.of(Failure.INTERNAL));
    assertThat(claimed(world).run()).isEqualTo(next);
  }

  @Test
  void shouldLetNobodyHandBackTheLaneOfAnother() {
    // Given: a zombie, and the heir that works on the same run
    var world = world(Duration.ofMillis(1));
    world.start(who, lane("zombie"));
    var zombie = claimed(world);
    await().until(() -> Results.of(world.lanes.expired(10)).contains(zombie));
    Results.of(world.work.reap(zombie));
    var heir = claimed(world);

    // When
    world.handBack(List.of(zombie));

    // Then
    assertThat(Results.of(world.lanes.renew(List.of(heir))).renewed())
        .containsExactly(LaneFence.of(heir));
    assertBooks(0, 0);
  }

  @Test
  void shouldGoOnWithOtherTenantsWhileSomebodySitsOnTheShareOfOne() throws SQLException {
    // Given: a run that will be finished while a transaction holds the share of its tenant
    var world = world();
    var gate = Promise.<Void>promise();
    world.worker(
        "simulated",
        (request, _, _) ->
            request.tenant().equals(tenant.id().value())
                ? gate.future().map(_ -> Evidences.gatewayNotFound(request))
                : Future.succeededFuture(Evidences.gatewayNotFound(request)));
    var stuck = world.start(who, lane("stuck"));
    var newcomer = tenants.add("newcomer");
    var other = tenants.principal(newcomer, Role.OPERATOR);
    await().until(() -> world.run(who, stuck).state() == RunState.RUNNING);
    try (var sitting = Sql.open(database.superuser());
        var statement = sitting.createStatement()) {
      sitting.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM tenant_share WHERE tenant_id = '%s' FOR UPDATE".formatted(who.tenant()));

      // When
      gate.complete();
      await().until(() -> world.run(who, stuck).state() == RunState.SUCCEEDED);
      var wanted = world.start(other, lane(newcomer, "free"));

      // Then
      await().until(() -> world.run(other, wanted).state() == RunState.SUCCEEDED);
      assertThat(laneStates()).containsExactly("RUNNING");
      sitting.rollback();
    }
    await().until(() -> laneStates().equals(List.of("IDLE")));
  }

  private List<String> laneStates() {
    return Sql.column(
        database.superuser(), "SELECT state FROM lane WHERE tenant_id = ?", tenant.id().value());
  }

  @Test
  void shouldTakeACancelledRunOutOfTheQueue() {
    // Given
    var world = world();
    var target = lane("queue");
    var first = world.start(who, target);
    var second = world.start(who, target);
    var third = world.start(who, target);
    claimed(world);

    // When
    var cancelled = Results.of(world.runs.cancel(who, Optional.empty(), second));

    // Then
    assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
    assertThat(Results.of(world.runStore.waiting(tenant.id(), first))).isEmpty();
    assertThat(waiting(world, third)).isEqualTo(Waiting.Reason.SUBSCRIPTION);
    assertThat(Results.failureOf(world.runs.cancel(who, Optional.empty(), second)))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void shouldStopARunningRunThatIsCancelledAndGoOnWithTheNext() {
    // Given: a provider that never comes back for the first run
    var world = world();
    var target = lane("stuck");
    var stuck = world.start(who, target);
    var next = world.start(who, target);
    EvidenceProvider once =
        (request, deadline, progress) ->
            (request.run().equals(stuck.value()) ? Evidences.never() : Evidences.atOnce())
                .collect(request, deadline, progress);
    world.worker("simulated", once);
    await().until(() -> world.run(who, stuck).state() == RunState.RUNNING);

    // When
    Results.of(world.runs.cancel(who, Optional.empty(), stuck));

    // Then
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> world.run(who, stuck).state() == RunState.CANCELLED);
    await().until(() -> world.run(who, next).state() == RunState.SUCCEEDED);
  }

  @Test
  void shouldEndARunThatIsCancelledWhileItsTryFails() {
    // Given: a provider that fails once the run is cancelled, before its worker has noticed
    var world = world();
    var target = lane("late");
    var failing = Promise.<Collected>promise();
    var id = world.start(who, target);
    var next = world.start(who, target);
    EvidenceProvider once =
        (request, _, _) ->
            request.run().equals(id.value())
                ? failing.future()
                : Future.succeededFuture(Evidences.gatewayNotFound(request));
    world.worker("simulated", once, StandardRules.book(), patient(world));
    await().until(() -> world.run(who, id).state() == RunState.RUNNING);

    // When
    Results.of(world.runs.cancel(who, Optional.empty(), id));
    failing.fail(new CollectFailed(new CollectFailure.Throttled(Optional.empty())));

    // Then
    await().atMost(Duration.ofSeconds(5)).until(() -> world.run(who, id).isFinished());
    assertThat(world.run(who, id).state()).isEqualTo(RunState.CANCELLED);
    await().until(() -> world.run(who, next).state() == RunState.SUCCEEDED);
    assertBooks(0, 0);
  }

  /** A minute until the next try. */
  private static WorkerOptions patient(World world) {
    var quick = world.quick(4);
    return new WorkerOptions(
        quick.owner(),
        quick.slots(),
        quick.poll(),
        quick.heartbeat(),
        quick.lease(),
        quick.deadline(),
        Duration.ofMinutes(1));
  }

  @Test
  void shouldEndARunThatIsCancelledWhenItsLeaseEndsOrItsProcessDoes() {
    // Given
    var world = world(Duration.ofMillis(1));
    var crashed = world.start(who, lane("crashed"));
    var drained = world.start(who, lane("drained"));
    var leases = world.claim(2);
    leases.forEach(lease -> Results.of(world.work.begin(lease)));
    Results.of(world.runs.cancel(who, Optional.empty(), crashed));
    Results.of(world.runs.cancel(who, Optional.empty(), drained));

    // When
    for (var lease : leases) {
      Results.of(lease.run().equals(crashed) ? world.work.reap(lease) : world.work.release(lease));
    }

    // Then
    assertThat(world.run(who, crashed).state()).isEqualTo(RunState.CANCELLED);
    assertThat(world.run(who, drained).state()).isEqualTo(RunState.CANCELLED);
    assertBooks(0, 0);
  }

  @Test
  void shouldTryAgainTwiceWhatMayMend() {
    // Given: nobody answers the first two times
    var world = world();
    var id = world.start(who, lane("shy"));

    // When
    world.worker("simulated", failing(2, new CollectFailure.Unreachable()));

    // Then
    await().atMost(Duration.ofSeconds(10)).until(() -> world.run(who, id).isFinished());
    assertThat(world.run(who, id).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(world.run(who, id).attempt()).isEqualTo(3);
  }

  @Test
  void shouldNotTakeAnUpdateOfTheNodesForFailedTries() {
    // Given: two nodes that were stopped while they had the run
    var world = world();
    var id = world.start(who, lane("rolling"));
    for (int node = 0; node < 2; node++) {
      var lease = claimed(world);
      Results.of(world.work.begin(lease));
      Results.of(world.work.release(lease));
    }

    // When
    world.worker("simulated", failing(2, new CollectFailure.Throttled(Optional.empty())));

    // Then
    await().atMost(Duration.ofSeconds(10)).until(() -> world.run(who, id).isFinished());
    assertThat(world.run(who, id).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(world.run(who, id).attempt()).isEqualTo(5);
  }

  @Test
  void shouldGiveUpAfterTheThirdTryThatFails() {
    // Given
    var world = world();
    var id = world.start(who, lane("gone"));

    // When
    world.worker("simulated", failing(9, new CollectFailure.TimedOut()));

    // Then
    await().atMost(Duration.ofSeconds(10)).until(() -> world.run(who, id).isFinished());
    assertThat(world.run(who, id).failure()).contains(Failure.of("TIMED_OUT"));
    assertThat(world.run(who, id).attempt()).isEqualTo(3);
  }

  private static EvidenceProvider failing(int times, CollectFailure failure) {
    var tries = new AtomicInteger();
    return (request, _, _) ->
        tries.incrementAndGet() <= times
            ? Future.failedFuture(new CollectFailed(failure))
            : Future.succeededFuture(Evidences.gatewayNotFound(request));
  }

  @Test
  void shouldNotLetAPersonWaitForTheRestOfAnotherRun() {
    // Given: a scheduled run that rests, one of a person that does, and what had come behind them
    var world = world();
    var target = lane("rests");
    var nightly = start(world, target, true);
    rest(world, nightly, new Rest.OfRun(Duration.ofMinutes(9)));
    var early = start(world, target, false);
    var behind = start(world, target, false);
    rest(world, early, new Rest.OfRun(Duration.ofMinutes(9)));

    // When
    var late = start(world, target, false);

    // Then
    assertThat(claimedAndDone(world)).isEqualTo(behind);
    assertThat(claimedAndDone(world)).isEqualTo(late);
    assertThat(world.claim(1)).isEmpty();
    assertBooks(0, 0);

    // When: their time has come while another one runs
    var another = start(world, target, false);
    var lease = claimed(world);
    wakeAll(world);
    Results.of(world.work.finish(lease, new Failed(Failure.of(Failure.INTERNAL))));
    world.handBack(List.of(lease));

    // Then
    assertThat(lease.run()).isEqualTo(another);
    assertThat(claimedAndDone(world)).as("as if it had never rested").isEqualTo(early);
    assertThat(claimedAndDone(world)).isEqualTo(nightly);
    assertBooks(0, 0);
  }

  @Test
  void shouldLetAPersonWaitWhileTheProviderWantsTheSubscriptionToRest() {
    // Given
    var world = world();
    var target = lane("throttled");
    var nightly = start(world, target, true);
    rest(world, nightly, new Rest.OfSubscription(Duration.ofMinutes(9)));

    // When
    var late = start(world, target, false);

    // Then
    assertThat(world.claim(1)).isEmpty();
    wakeAll(world);
    assertThat(claimedAndDone(world)).isEqualTo(late);
    assertThat(claimedAndDone(world)).isEqualTo(nightly);
    assertBooks(0, 0);
  }

  @Test
  void shouldSayWhyARunWaitsThatHasNoneOfItsSubscriptionBeforeIt() {
    // Given: a tenant that runs two subscriptions at once, and nobody to run them yet
    var world = world();
    limitRunning(2);
    var first = start(world, lane("first"), false);
    var second = start(world, lane("second"), false);
    var third = start(world, lane("third"), false);
    assertThat(waiting(world, first)).isEqualTo(Waiting.Reason.WORKER);
    assertThat(waiting(world, third)).isEqualTo(Waiting.Reason.TENANT_LIMIT);

    // When
    var leases = world.claim(2);
    leases.forEach(lease -> Results.of(world.work.begin(lease)));
    var behind = start(world, "first", false);
    Results.of(world.work.tryAgain(of(second, leases), new Rest.OfRun(Duration.ofMinutes(9))));

    // Then
    assertThat(Results.of(world.runStore.waiting(tenant.id(), first))).isEmpty();
    assertThat(waiting(world, behind)).isEqualTo(Waiting.Reason.SUBSCRIPTION);
    assertThat(waiting(world, second)).isEqualTo(Waiting.Reason.RETRY);
    assertThat(waiting(world, third)).as("let in").isEqualTo(Waiting.Reason.WORKER);
    Results.of(
        world.work.tryAgain(of(first, leases), new Rest.OfSubscription(Duration.ofMinutes(9))));
    assertThat(waiting(world, first)).isEqualTo(Waiting.Reason.PROVIDER);
    assertThat(waiting(world, behind)).isEqualTo(Waiting.Reason.PROVIDER);
  }

  private static Lease of(RunId run, List<Lease> leases) {
    return leases.stream().filter(lease -> lease.run().equals(run)).findFirst().orElseThrow();
  }

  private Waiting.Reason waiting(World world, RunId run) {
    return Results.of(world.runStore.waiting(tenant.id(), run)).orElseThrow().reason();
  }

  @Test
  void shouldForeseeTheNextTryOfARunButNoStartBehindOne() {
    // Given
    var world = world();
    var target = lane("foreseen");
    var resting = start(world, target, false);
    rest(world, resting, new Rest.OfRun(Duration.ofMinutes(9)));

    // Then
    assertThat(Results.of(world.runStore.expectedStart(tenant.id(), resting))).isPresent();

    // When
    var next = start(world, target, false);
    Results.of(world.work.begin(claimed(world)));
    var last = start(world, target, false);

    // Then
    assertThat(world.run(who, next).state()).isEqualTo(RunState.RUNNING);
    assertThat(Results.of(world.runStore.expectedStart(tenant.id(), last))).isEmpty();
    assertThat(Results.of(world.runStore.expectedStart(tenant.id(), resting))).isEmpty();
  }

  /** Its try fails; it is the next one. */
  private static void rest(World world, RunId run, Rest rest) {
    var lease = claimed(world);
    assertThat(lease.run()).isEqualTo(run);
    Results.of(world.work.begin(lease));
    assertThat(Results.of(world.work.tryAgain(lease, rest))).isEqualTo(RunState.QUEUED);
  }

  private static RunId claimedAndDone(World world) {
    var lease = claimed(world);
    Results.of(world.work.finish(lease, new Failed(Failure.of(Failure.INTERNAL))));
    world.handBack(List.of(lease));
    return lease.run();
  }

  private void wakeAll(World world) {
    Sql.run(
        database.superuser(),
        "UPDATE queued_run SET rests_until = now() WHERE rests_until IS NOT NULL",
        "UPDATE lane SET ready_at = now() WHERE state = 'WAITING'");
    Results.of(world.lanes.wake(10));
  }

  @Test
  void shouldKeepItsBooksWhenThingsGoWrongInEveryOrder() {
    // Given: a seed that is told when it fails
    long seed = 20_261_123;
    var chance = new Random(seed);
    var world = world(Duration.ofMillis(1));
    var targets = List.of(lane("a"), lane("b"), lane("c"));
    limitRunning(2);
    var open = new ArrayList<RunId>();
    var held = new ArrayList<Lease>();

    // When
    for (int step = 0; step < 150; step++) {
      switch (chance.nextInt(6)) {
        case 0, 1 -> open.add(start(world, targets.get(chance.nextInt(3)), chance.nextBoolean()));
        case 2 -> held.addAll(world.claim(2));
        case 3 -> anyOf(held, chance).ifPresent(lease -> ends(world, lease, chance));
        case 4 ->
            anyOf(open, chance)
                .ifPresent(
                    id ->
                        Results.of(world.runs.cancel(who, Optional.empty(), id).otherwiseEmpty()));
        default ->
            Results.of(world.lanes.expired(5))
                .forEach(lease -> Results.of(world.work.reap(lease).otherwiseEmpty()));
      }
      assertBooks(seed, step);
    }
  }

  @Test
  void shouldHoldOnToOtherLeasesWhileSomebodySitsOnALane() throws SQLException {
    // Given
    var world = world();
    world.start(who, lane("sat-on"));
    world.start(who, lane("free"));
    var leases = world.claim(2);
    var satOn = leases.getFirst();
    try (var other = Sql.open(database.superuser())) {
      other.setAutoCommit(false);
      Sql.column(
          other,
          "SELECT state FROM lane WHERE subscription_id = ? FOR UPDATE",
          satOn.subscription().value());

      // When
      var renewed = Results.of(world.lanes.renew(leases));

      // Then
      assertThat(renewed.renewed()).containsExactly(LaneFence.of(leases.getLast()));
      assertThat(renewed.held()).as("not lost").contains(LaneFence.of(satOn));
    }
  }

  @Test
  void shouldLetFewerLanesGoOnOnceTheLimitIsLowered() {
    // Given: two of three lanes are in work, the third may begin
    var world = world();
    for (int n = 0; n < 3; n++) {
      var target = lane("lane" + n);
      world.start(who, target);
      world.start(who, target);
    }
    var working = world.claim(2);

    // When: as the command line of the installation does
    var operator = new Db(vertx, DbOptions.of(database.migrate(), database.migrate()));
    var one = new TenantLimits.Change(Optional.empty(), Optional.of(1), Optional.empty());
    Results.of(
        new TenantLimitStore(operator, world.queue, new AuditLog())
            .change(tenant.id(), one)
            .eventually(operator::close));

    // Then
    assertThat(world.claim(9)).as("has not begun").isEmpty();
    finish(world, working.getFirst());
    assertThat(world.claim(9)).as("one is in work still").isEmpty();
    finish(world, working.getLast());
    assertThat(world.claim(9)).hasSize(1);
  }

  private void finish(World world, Lease lease) {
    Results.of(world.work.finish(lease, new Failed(Failure.of(Failure.INTERNAL))));
    world.handBack(List.of(lease));
  }

  @Test
  void shouldKeepThePauseThatAProviderAskedForWhenTheRunIsCancelled() {
    // Given
    var world = world();
    var target = lane("paused");
    var asked = start(world, target, false);
    rest(world, asked, new Rest.OfSubscription(Duration.ofMinutes(9)));

    // When
    Results.of(world.runs.cancel(who, Optional.empty(), asked));
    var next = start(world, target, false);

    // Then
    assertThat(world.claim(1)).isEmpty();
    wakeAll(world);
    assertThat(claimedAndDone(world)).isEqualTo(next);
    assertBooks(0, 0);
  }

  @Test
  void shouldForgetAPauseThatEndedWithNothingLeft() {
    // Given
    var world = world();
    var target = lane("paused-for-nothing");
    var asked = start(world, target, false);
    rest(world, asked, new Rest.OfSubscription(Duration.ofMinutes(9)));
    Results.of(world.runs.cancel(who, Optional.empty(), asked));

    // When
    wakeAll(world);

    // Then
    assertBooks(0, 0);
    var next = start(world, target, false);
    assertThat(claimedAndDone(world)).isEqualTo(next);
  }

  private void limitRunning(int lanes) {
    Sql.update(
        database.superuser(),
        "UPDATE tenant SET running_limit = ? WHERE tenant_id = ?",
        lanes,
        tenant.id().value());
  }

  private RunId start(World world, String target, boolean scheduled) {
    var source = scheduled ? Source.SCHEDULE : Source.USER;
    var asked = new StartRun(who, Optional.empty(), target, false, source, Optional.empty());
    return Results.of(world.runs.start(asked)).id();
  }

  private static <T> Optional<T> anyOf(List<T> some, Random chance) {
    return some.isEmpty() ? Optional.empty() : Optional.of(some.get(chance.nextInt(some.size())));
  }

  /** Begins, finishes or releases; with a lost lease all of it is refused. */
  private static void ends(World world, Lease lease, Random chance) {
    switch (chance.nextInt(3)) {
      case 0 -> Results.of(world.work.begin(lease).otherwiseEmpty());
      case 1 -> {
        var finished = world.work.finish(lease, new Failed(Failure.of(Failure.INTERNAL)));
        // Some processes end between the two.
        if (Results.of(finished.otherwiseEmpty()) != null && chance.nextInt(4) > 0) {
          world.handBack(List.of(lease));
        }
      }
      default -> {
        var time = Duration.ofMillis(1);
        Results.of(
            (switch (chance.nextInt(3)) {
                  case 0 -> world.work.release(lease);
                  case 1 -> world.work.tryAgain(lease, new Rest.OfRun(time));
                  default -> world.work.tryAgain(lease, new Rest.OfSubscription(time));
                })
                .otherwiseEmpty());
      }
    }
    Results.of(world.lanes.wake(10));
  }

  /** Lanes, queued runs, shares and runs tell the same; each row is a rule that is broken. */
  private static final String BOOKS =
      """
      WITH mine AS (SELECT ?::uuid AS tenant_id)
      SELECT 'pending is what is queued' FROM lane l JOIN mine USING (tenant_id)
       WHERE l.pending <> (SELECT count(*) FROM queued_run q
              WHERE q.tenant_id = l.tenant_id AND q.subscription_id = l.subscription_id)
      UNION ALL
      SELECT 'idle is empty' FROM lane l JOIN mine USING (tenant_id)
       WHERE (l.state = 'IDLE') <> (l.pending = 0)
      UNION ALL
      SELECT 'an open run is queued, a finished one is not unless its lane is still held'
        FROM run r JOIN mine USING (tenant_id) LEFT JOIN queued_run q USING (tenant_id, run_id)
        LEFT JOIN lane l ON l.tenant_id = q.tenant_id AND l.subscription_id = q.subscription_id
       WHERE (r.finished_at IS NULL) <> (q.seq IS NOT NULL)
         AND NOT (r.finished_at IS NOT NULL AND l.state = 'RUNNING' AND l.running_seq = q.seq)
      UNION ALL
      SELECT 'a running run holds its lane'
        FROM run r JOIN mine USING (tenant_id) JOIN queued_run q USING (tenant_id, run_id)
        JOIN lane l ON l.tenant_id = q.tenant_id AND l.subscription_id = q.subscription_id
       WHERE r.state = 'RUNNING' AND (l.running_seq IS DISTINCT FROM q.seq OR l.fence <> r.fence)
      UNION ALL
      SELECT 'the share counts open runs' FROM tenant_share s JOIN mine USING (tenant_id)
       WHERE s.open_runs <> (SELECT count(*) FROM queued_run q WHERE q.tenant_id = s.tenant_id)
      UNION ALL
      SELECT 'the share counts lanes that are ready or running, and lanes that are parked'
        FROM tenant_share s JOIN mine USING (tenant_id)
       WHERE s.active <> (SELECT count(*) FROM lane l
              WHERE l.tenant_id = s.tenant_id AND l.state IN ('READY', 'RUNNING'))
          OR s.parked <> (SELECT count(*) FROM lane l WHERE l.tenant_id = s.tenant_id AND l.state = 'PARKED')
      UNION ALL
      SELECT 'nobody is over the limit, and nobody is parked below it'
        FROM tenant_share s JOIN mine USING (tenant_id) JOIN tenant t USING (tenant_id)
       WHERE s.active > t.running_limit OR s.parked > 0 AND s.active < t.running_limit
      UNION ALL
      SELECT 'the lane knows for how many of its runs a person waits' FROM lane l JOIN mine USING (tenant_id)
       WHERE l.people <> (SELECT count(*) FROM queued_run q
              WHERE q.tenant_id = l.tenant_id AND q.subscription_id = l.subscription_id
                AND NOT q.scheduled AND q.rests_until IS NULL)
      UNION ALL
      SELECT 'the lane knows how many of its runs rest, and rests when all of them do' FROM lane l JOIN mine USING (tenant_id)
       WHERE l.resting <> (SELECT count(*) FROM queued_run q
              WHERE q.tenant_id = l.tenant_id AND q.subscription_id = l.subscription_id AND q.rests_until IS NOT NULL)
          OR l.state = 'RESTING' AND l.resting <> l.pending
          OR l.state IN ('READY', 'PARKED') AND l.resting = l.pending
      UNION ALL
      SELECT 'a run that is to be cancelled runs, or is finished'
        FROM run r JOIN mine USING (tenant_id) JOIN queued_run q USING (tenant_id, run_id)
        JOIN lane l ON l.tenant_id = q.tenant_id AND l.subscription_id = q.subscription_id
       WHERE r.cancel_requested_at IS NOT NULL AND r.finished_at IS NULL AND l.running_seq IS DISTINCT FROM q.seq
      UNION ALL
      SELECT 'what waits lies behind what is done'
        FROM queued_run q JOIN mine USING (tenant_id) JOIN lane l USING (tenant_id, subscription_id)
       WHERE q.seq <= CASE WHEN q.scheduled THEN l.last_scheduled_seq ELSE l.last_seq END
      """;

  private void assertBooks(long seed, int step) {
    assertThat(Sql.column(database.superuser(), BOOKS, tenant.id().value()))
        .as("seed %d, step %d", seed, step)
        .isEmpty();
  }

  /** Three runs of each, that took a minute. */
  private void runThrice(World world, String... targets) {
    var worker = world.worker("simulated", Evidences.atOnce());
    for (var target : targets) {
      for (int n = 0; n < 3; n++) {
        var done = world.start(who, target);
        await().atMost(Duration.ofSeconds(20)).until(() -> world.run(who, done).isFinished());
      }
    }
    Results.of(worker.drain(Duration.ofSeconds(5)));
    Sql.update(
        database.superuser(),
        """
        UPDATE run SET queued_at = finished_at - interval '60 s',
                       started_at = finished_at - interval '60 s'
         WHERE tenant_id = ?
        """,
        tenant.id().value());
  }

  @Test
  void shouldForeseeNoStartWhileOtherTenantsFillTheWorkers() {
    // Given: a run under way, and a lane of another tenant that nobody takes
    var world = world();
    var target = lane("steady");
    runThrice(world, target);
    world.start(who, target);
    var next = world.start(who, target);
    Results.of(world.work.begin(claimed(world)));
    var other = tenants.add("crowd");
    world.start(tenants.principal(other, Role.OPERATOR), lane(other, "waits"));
    assertThat(Results.of(world.runStore.expectedStart(tenant.id(), next))).isPresent();

    // When
    Sql.update(
        database.superuser(),
        "UPDATE lane SET ready_at = now() - interval '5 s' WHERE tenant_id = ?",
        other.id().value());

    // Then: what was seen holds for a second
    await()
        .untilAsserted(
            () ->
                assertThat(Results.of(world.runStore.expectedStart(tenant.id(), next))).isEmpty());
  }

  @Test
  void shouldShowAWaitingRunThoughNobodyCanTellWhenItBegins() {
    // Given
    var waiting = world().start(who, lane("steady"));
    try (var proxy = new CutProxy(database.system())) {
      var wire = new Db(vertx, DbOptions.of(database.app(), proxy.url()));
      var node = new World(vertx, wire, folder.resolve("node"));
      proxy.refuse(Integer.MAX_VALUE);

      // When
      var details = Results.of(node.runs.details(tenant.id(), waiting));

      // Then
      assertThat(details.run().state()).isEqualTo(RunState.QUEUED);
      assertThat(details.expectedStart()).isEmpty();
      node.close();
      Results.of(wire.close());
    }
  }

  @Test
  void shouldForeseeTheStartAtTheLimitOfTheTenantFromWhatIsInWork() {
    // Given: a tenant that may run one at a time; a run under way and three lanes behind it
    var world = world();
    var busy = lane("busy");
    var second = lane("second");
    var third = lane("third");
    runThrice(world, busy, second, third);
    Sql.update(
        database.superuser(),
        "UPDATE tenant SET running_limit = 1 WHERE tenant_id = ?",
        tenant.id().value());
    world.start(who, busy);
    var next = world.start(who, second);
    var last = world.start(who, third);
    var again = world.start(who, third);
    Results.of(world.work.begin(claimed(world)));

    // When
    var now = world.clock.instant();
    var nextStart = Results.of(world.runStore.expectedStart(tenant.id(), next)).orElseThrow();
    var lastStart = Results.of(world.runStore.expectedStart(tenant.id(), last)).orElseThrow();

    // Then
    assertThat(Duration.between(now, nextStart))
        .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(61));
    assertThat(Duration.between(nextStart, lastStart))
        .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
    assertThat(Results.of(world.runStore.expectedStart(tenant.id(), again)))
        .as("its lane has two turns to wait for")
        .isEmpty();
  }

  @Test
  void shouldForeseeTheStartOfARunFromHowLongThoseBeforeItUsuallyTake() {
    // Given: a target whose runs take a minute, and one of them under way
    var world = world();
    var target = lane("steady");
    runThrice(world, target);
    world.start(who, target);
    var second = world.start(who, target);
    var third = world.start(who, target);
    assertThat(Results.of(world.runStore.expectedStart(tenant.id(), third))).isEmpty();
    Results.of(world.work.begin(claimed(world)));

    // When
    var now = world.clock.instant();
    var next = Results.of(world.runStore.expectedStart(tenant.id(), second)).orElseThrow();
    var last = Results.of(world.runStore.expectedStart(tenant.id(), third)).orElseThrow();

    // Then
    assertThat(Duration.between(now, next))
        .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(61));
    assertThat(Duration.between(next, last))
        .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
  }
}
