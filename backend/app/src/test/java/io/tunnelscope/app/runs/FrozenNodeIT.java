package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.runs.FrozenNode.Step;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that stands still for twice the lease, in every step of a run, and goes on when others
 * have its runs: nothing that it writes then is taken.
 */
@Tag("alone")
@BackendTest
class FrozenNodeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LONG_LEASE = Duration.ofMinutes(2);

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final Map<Step, RunId> runs = new EnumMap<>(Step.class);
  @TempDir private Path folder;

  FrozenNodeIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldRefuseWhatANodeWritesThatStoodStillInAnyStep() throws Exception {
    var log = new ResultLog(database);
    var tenant = tenants.add("frozen");
    var who = tenants.principal(tenant, Role.OPERATOR);
    var othersGoOn = Promise.<Void>promise();
    try (var other = new World(vertx, db, folder.resolve("other"), LONG_LEASE);
        var frozen = start(other, who)) {
      // Given: a node that stands still with a run in each step, and another that took them
      frozen.awaitLines(Arrays.stream(Step.values()).map(Step::reached).toList());
      frozen.freeze();
      EvidenceProvider looking =
          (request, _, _) -> othersGoOn.future().map(_ -> Evidences.gatewayNotFound(request));
      other.worker(
          "simulated",
          looking,
          StandardRules.book(),
          StormNode.options(other.ids.next(), LONG_LEASE, 8));
      await()
          .pollDelay(FrozenNode.LEASE.multipliedBy(2))
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(takenOver()).isEqualTo(runs.size() - 1));
      var before = all();

      // When: its heart cannot beat, so that nothing but the fence stops it
      try (var superuser = Sql.open(database.superuser());
          var statement = superuser.createStatement()) {
        superuser.setAutoCommit(false);
        statement.execute("LOCK TABLE lane IN SHARE ROW EXCLUSIVE MODE");
        frozen.tell("go");
        frozen.thaw();
        frozen.awaitLines(Arrays.stream(Step.values()).map(Step::left).toList());
      }

      // Then
      assertThat(all()).isEqualTo(before);
      othersGoOn.complete();
      log.awaitFinished(runs.size(), PATIENCE);
      log.assertOnceEach(runs.size(), PATIENCE);
      runs.forEach(
          (step, run) -> {
            assertThat(other.run(who, run).state()).as(step.name()).isEqualTo(RunState.SUCCEEDED);
            assertThat(fence(run)).as(step.name()).isEqualTo(step == Step.FINISHED ? "1" : "2");
          });
    }
  }

  /** A node with a run for each step, in a process of its own. */
  private NodeProcess start(World world, Principal who) throws Exception {
    var tenant = new TestTenant(who.tenant(), "");
    var words =
        Arrays.stream(Step.values())
            .map(
                step -> {
                  var subscription = tenants.subscription(tenant, step.name(), "simulated");
                  var target = tenants.gateway(tenant, subscription, "hub");
                  runs.put(step, ask(world, who, target));
                  return subscription + "=" + step;
                })
            .toArray(String[]::new);
    return NodeProcess.start(FrozenNode.class, database, folder.resolve("frozen"), words);
  }

  private static RunId ask(World world, Principal who, String target) {
    var wish = new StorageWish(Optional.empty(), "https://st1.blob.core.windows.net/logs");
    var asked =
        new StartRun(
            who,
            Optional.empty(),
            target,
            false,
            Source.API,
            Optional.of(target),
            Optional.of(wish));
    return Results.of(world.insist(asked)).id();
  }

  private int takenOver() {
    return Sql.column(
            database.superuser(), "SELECT 1 FROM run WHERE fence = 2 AND state = 'RUNNING'")
        .size();
  }

  private String fence(RunId run) {
    return Sql.column(
            database.superuser(), "SELECT fence FROM result_log WHERE run_id = ?", run.value())
        .getFirst();
  }

  /** Everything that a node may write to a run. */
  private List<String> all() {
    return Sql.column(
        database.superuser(),
        """
        SELECT 'run ' || r FROM run r
        UNION ALL SELECT 'event ' || e FROM run_event e
        UNION ALL SELECT 'finding ' || f.run_id || f.tenant_id FROM finding f
        UNION ALL SELECT 'bundle ' || b FROM bundle b
        UNION ALL SELECT 'audit ' || a.tenant_id || a.seq FROM audit a
        UNION ALL SELECT 'lane ' || l.subscription_id || l.state || l.fence FROM lane l
        ORDER BY 1
        """);
  }
}
