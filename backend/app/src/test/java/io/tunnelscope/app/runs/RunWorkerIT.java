package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.CutProxy;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.diagnosis.RuleBook;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.Missing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BackendTest
class RunWorkerIT {
  private static final Duration LONG_LEASE = Duration.ofMinutes(2);

  /** Long enough to see one, shorter than what a statement may take. */
  private static final String SLOW_CLAIMS =
      """
      CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$;
      CREATE TRIGGER slowly BEFORE UPDATE ON lane FOR EACH ROW
      WHEN (NEW.state = 'RUNNING' AND OLD.state = 'READY') EXECUTE FUNCTION slowly()
      """;

  private static final String CLAIMING =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private World world;
  private TestTenant tenant;
  private Principal who;
  @TempDir private Path folder;

  RunWorkerIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    world = new World(vertx, db, folder);
    tenant = tenants.add("worker");
    who = tenants.principal(tenant, Role.OPERATOR);
    tenants.gateway(tenant, tenants.subscription(tenant, "s", "simulated"), "hq");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Run finished(RunId id) {
    return await().atMost(Duration.ofSeconds(20)).until(() -> world.run(who, id), Run::isFinished);
  }

  @Test
  void shouldKeepWhatTheOtherRulesFoundWhenOneIsBroken() {
    // Given
    var rules = new LinkedHashMap<String, Rule>();
    rules.put("good", _ -> List.of(Finding.of(Cause.GATEWAY_NOT_FOUND, Certainty.CERTAIN)));
    rules.put(
        "thrower",
        _ -> {
          throw new IllegalStateException("secret of the evidence");
        });
    var book = new RuleBook(rules, new LinkedHashMap<>());
    world.worker("simulated", Evidences.atOnce(), book, world.quick(1));

    // When
    var run = finished(world.start(who, "hq"));

    // Then
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.failure()).contains(new Failure(Failure.RULE_BROKEN, "thrower"));
    assertThat(run.verdict().orElseThrow().worst().fault()).isEqualTo(Fault.GATEWAY_NOT_FOUND);
  }

  @Test
  void shouldKeepTheResultWhenTheStoreDoesNotTakeTheLogs() throws IOException {
    // Given: a file where the folder of the tenant should be
    Files.createFile(folder.resolve(tenant.id().toString()));
    var tries = new AtomicInteger();
    world.worker(
        "simulated",
        (request, _, _) -> {
          tries.incrementAndGet();
          var log = new BundleFile("gateway.log", "nothing\n");
          return Future.succeededFuture(
              new Collected(Evidences.healthy(request).evidence(), List.of(log)));
        });

    // When
    var run = finished(world.start(who, "hq"));

    // Then
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(tries).as("collected once").hasValue(1);
    var told = Results.of(world.runs.details(tenant.id(), run.id())).diagnosis().orElseThrow();
    assertThat(told.missing())
        .extracting(Missing::probe, Missing::why)
        .containsExactly(tuple("log-bundle", Missing.Why.NOT_KEPT));
  }

  @Test
  void shouldFailTheRunOfAProviderThatThrowsAndGoOnWithTheNext() {
    // Given
    var first = new AtomicBoolean(true);
    EvidenceProvider buggy =
        (request, deadline, progress) -> {
          if (first.getAndSet(false)) {
            throw new IllegalStateException("a bug");
          }
          return Evidences.atOnce().collect(request, deadline, progress);
        };
    world.worker("simulated", buggy, StandardRules.book(), world.quick(1));

    // When
    var bad = finished(world.start(who, "hq"));
    var good = finished(world.start(who, "hq"));

    // Then
    assertThat(bad.failure()).contains(Failure.of(Failure.INTERNAL));
    assertThat(good.state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void shouldFailTheRunOfAProviderThatIsBrokenInItself() {
    // Given
    EvidenceProvider endless =
        (_, _, _) -> {
          throw new StackOverflowError();
        };
    world.worker("simulated", endless, StandardRules.book(), world.quick(1));

    // When
    var run = finished(world.start(who, "hq"));

    // Then
    assertThat(run.failure()).contains(Failure.of(Failure.INTERNAL));
    assertThat(run.attempt()).isEqualTo(1);
  }

  @Test
  void shouldGiveARunUpThatBringsTheMachineToItsEndThreeTimes() {
    // Given
    EvidenceProvider greedy =
        (_, _, _) -> {
          throw new OutOfMemoryError("no heap is large enough");
        };
    var node = new World(vertx, db, folder.resolve("node"), Duration.ofSeconds(1));
    node.worker("simulated", greedy, StandardRules.book(), node.quick(1));

    // When
    var run = finished(node.start(who, "hq"));

    // Then
    assertThat(run.failure()).contains(Failure.of(Failure.CRASHED));
    assertThat(run.attempt()).isEqualTo(3);
    node.close();
  }

  @Test
  void shouldEndATryThatTakesLongerThanItMay() {
    // Given
    var quick = world.quick(1);
    var options =
        new WorkerOptions(
            quick.owner(),
            1,
            quick.poll(),
            quick.heartbeat(),
            quick.lease(),
            Duration.ofMillis(200),
            quick.retryAfter());
    world.worker("simulated", Evidences.never(), StandardRules.book(), options);

    // When
    var run = finished(world.start(who, "hq"));

    // Then
    assertThat(run.failure()).contains(Failure.of(Failure.DEADLINE));
  }

  @Test
  void shouldGiveTheRunBackWhenTheProcessEnds() {
    // Given
    var leaving =
        world.worker("simulated", Evidences.never(), StandardRules.book(), world.quick(1));
    var id = world.start(who, "hq");
    await().until(() -> world.run(who, id).state() == RunState.RUNNING);

    // When
    Results.of(leaving.drain(Duration.ofMillis(50)));

    // Then
    assertThat(world.run(who, id).state()).isEqualTo(RunState.QUEUED);
    world.worker("simulated", Evidences.atOnce());
    assertThat(finished(id).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(finished(id).attempt()).isEqualTo(2);
  }

  @Test
  void shouldLetARunEndThatIsAlmostDoneWhenTheProcessEnds() {
    // Given
    EvidenceProvider slow =
        (request, _, _) ->
            vertx.timer(300, TimeUnit.MILLISECONDS).map(_ -> Evidences.gatewayNotFound(request));
    var leaving = world.worker("simulated", slow, StandardRules.book(), world.quick(1));
    var id = world.start(who, "hq");
    await().until(() -> world.run(who, id).state() == RunState.RUNNING);

    // When
    Results.of(leaving.drain(Duration.ofSeconds(10)));

    // Then
    assertThat(world.run(who, id).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void shouldFinishOnceWhenTheConnectionIsCutInTheMiddle() {
    // Given: a worker whose every connection to the database breaks when the evidence is there
    try (var proxy = new CutProxy(database.app())) {
      var wire = new Db(vertx, DbOptions.of(proxy.url(), database.system()));
      var node = new World(vertx, wire, folder.resolve("node"));
      EvidenceProvider cutting =
          (request, _, _) ->
              vertx
                  .timer(50, TimeUnit.MILLISECONDS)
                  .onSuccess(_ -> cutSoon(proxy))
                  .map(_ -> Evidences.gatewayNotFound(request));
      node.worker("simulated", cutting);

      // When
      var run = finished(node.start(who, "hq"));

      // Then
      assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(audits("run.finish")).isEqualTo(1);
      assertThat(
              Sql.column(
                  database.superuser(),
                  "SELECT state || pending FROM lane WHERE tenant_id = ?",
                  tenant.id().value()))
          .containsExactly("IDLE0");
      node.close();
      Results.of(wire.close());
    }
  }

  @Test
  void shouldNotWaitForTheLeaseWhenTheAnswerToAClaimIsLost() {
    // Given: a worker whose claim is committed while its answer is swallowed
    try (var proxy = new CutProxy(database.system())) {
      var wire = new Db(vertx, DbOptions.of(database.app(), proxy.url()));
      var node = new World(vertx, wire, folder.resolve("node"), LONG_LEASE);
      node.worker("simulated", Evidences.atOnce());
      Sql.run(database.superuser(), SLOW_CLAIMS);
      var id = world.start(who, "hq");
      await().until(() -> !Sql.column(database.superuser(), CLAIMING).isEmpty());
      proxy.mute();
      await().untilAsserted(() -> assertThat(laneStates()).containsExactly("RUNNING"));
      Sql.run(database.superuser(), "DROP FUNCTION slowly() CASCADE");

      // When
      proxy.cut();

      // Then
      assertThat(finished(id).state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(
              Sql.column(
                  database.superuser(),
                  "SELECT attempt || ' try, ' || crashes FROM run WHERE run_id = ?",
                  id.value()))
          .containsExactly("1 try, 0");
      node.close();
      Results.of(wire.close());
    }
  }

  @Test
  void shouldNotWaitOutTheGraceWhenItIsIdleAndTheDatabaseIsAway() {
    // Given: whether the claim on its way took anything, nobody can tell any more
    try (var proxy = new CutProxy(database.system())) {
      var wire = new Db(vertx, DbOptions.of(database.app(), proxy.url()));
      var node = new World(vertx, wire, folder.resolve("node"), LONG_LEASE);
      var leaving = node.worker("simulated", Evidences.atOnce());
      Sql.run(database.superuser(), SLOW_CLAIMS);
      world.start(who, "hq");
      await().until(() -> !Sql.column(database.superuser(), CLAIMING).isEmpty());
      proxy.refuse(Integer.MAX_VALUE);
      proxy.cut();

      // When
      long since = System.nanoTime();
      Results.of(leaving.drain(Duration.ofMinutes(1)));

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(20));
      Sql.run(database.superuser(), "DROP FUNCTION slowly() CASCADE");
      node.close();
      Results.of(wire.close());
    }
  }

  private List<String> laneStates() {
    return Sql.column(
        database.superuser(), "SELECT state FROM lane WHERE tenant_id = ?", tenant.id().value());
  }

  /** A few times while diagnosis, progress and finish are on the wire. */
  private void cutSoon(CutProxy proxy) {
    for (int ms = 1; ms < 40; ms += 4) {
      vertx.setTimer(ms, _ -> proxy.cut());
    }
  }

  private long audits(String action) {
    return Sql.column(
            database.superuser(),
            "SELECT 1 FROM audit WHERE tenant_id = ? AND action = ?",
            tenant.id().value(),
            action)
        .size();
  }

  @Test
  void shouldSayWhenNobodyKnowsHowToReachTheTarget() {
    // Given
    world.worker("azure", Evidences.atOnce());

    // When
    var run = finished(world.start(who, "hq"));

    // Then
    assertThat(run.failure()).contains(Failure.of(Failure.NO_PROVIDER));
  }

  @Test
  void shouldSayWhenTheTargetIsGone() {
    // Given
    var id = world.start(who, "hq");
    Sql.update(
        database.superuser(), "DELETE FROM gateway WHERE tenant_id = ?", tenant.id().value());

    // When
    world.worker("simulated", Evidences.atOnce());

    // Then
    assertThat(finished(id).failure()).contains(Failure.of(Failure.TARGET_REMOVED));
  }

  @Test
  void shouldTellWhatChangedSinceTheRunBefore() {
    // Given: the gateway is missing first and there afterwards
    var first = new AtomicBoolean(true);
    EvidenceProvider mended =
        (request, deadline, progress) ->
            first.getAndSet(false)
                ? Evidences.atOnce().collect(request, deadline, progress)
                : Future.succeededFuture(Evidences.healthy(request));
    world.worker("simulated", mended, StandardRules.book(), world.quick(1));
    var before = finished(world.start(who, "hq"));

    // When
    var after = finished(world.start(who, "hq"));

    // Then
    assertThat(before.changed()).isEmpty();
    assertThat(after.changed()).contains(true);
    var details = Results.of(world.runs.details(tenant.id(), after.id()));
    assertThat(details.changes().orElseThrow().since().id()).isEqualTo(before.id());
    assertThat(details.changes().orElseThrow().diff().changes())
        .extracting(change -> change.kind() + " " + change.id().wireId())
        .containsExactly("CLEARED GatewayNotFound");
  }
}
