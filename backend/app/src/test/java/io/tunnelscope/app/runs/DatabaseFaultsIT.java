package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose database breaks works again within 15 s, and nobody is left holding a connection.
 * The node has connections of its own, so that nobody else is hit.
 */
@Tag("alone")
@BackendTest
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DatabaseFaultsIT {
  private static final Duration RECOVERY = Duration.ofSeconds(15);
  private static final int BORROWERS = 20;

  /** The node's own backends that hold no locks; the looker itself is a superuser. */
  private static final String IDLE_BACKENDS =
      """
      SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND usename IN ('tunnelscope_app', 'tunnelscope_system')
         AND state = 'idle'
      """;

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  @TempDir private Path folder;
  private Db db;
  private World world;
  private Principal who;

  DatabaseFaultsIT(Vertx vertx, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    db = new Db(vertx, DbOptions.of(database.app(), database.system()));
    world = new World(vertx, db, folder);
    var tenant = tenants.add("faults");
    who = tenants.principal(tenant, Role.OPERATOR);
    tenants.gateway(tenant, tenants.subscription(tenant, "s", "simulated"), "hq");
    world.worker("simulated", Evidences.atOnce());
    // What was never used has no connections that could break.
    awaitSuccess(world.start(who, "hq"), RECOVERY);
  }

  @AfterEach
  void close() {
    world.close();
    Results.of(db.close());
  }

  @Test
  void shouldWorkAgainWhenItsConnectionsWereCut() {
    // When
    Sql.column(
        database.superuser(),
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename LIKE 'tunnelscope%'
        """);

    // Then
    assertRecovered();
  }

  @Test
  void shouldWorkAgainWhenItsBackendsAreFrozen() throws Exception {
    // Given
    var frozen = Sql.column(database.superuser(), IDLE_BACKENDS);
    assertThat(frozen).isNotEmpty();

    // When
    try {
      for (var pid : frozen) {
        Signals.send("STOP", Long.parseLong(pid));
      }

      // Then
      assertRecovered();
    } finally {
      for (var pid : frozen) {
        Signals.send("CONT", Long.parseLong(pid));
      }
    }
  }

  @Test
  void shouldWorkAgainWhenPostgresWasRestarted() throws Exception {
    // Given: a backend that dies takes the whole server with it, which starts anew by itself; what
    // other tests wrote is not its to write again
    Sql.run(database.superuser(), "CHECKPOINT");
    var victim = Sql.column(database.superuser(), IDLE_BACKENDS).getFirst();

    // When
    Signals.send("KILL", Long.parseLong(victim));

    // Then
    assertRecovered();
  }

  @Test
  void shouldWorkThoughEveryHintIsLost() {
    // Given: a node that tells nobody what it was asked for, and another that would listen
    world.relay();
    try (var mute = new World(vertx, db, folder.resolve("mute"))) {
      // When
      var run = mute.start(who, "hq");

      // Then
      awaitSuccess(run, RECOVERY);
    }
  }

  /** As a client sees it, who asks again with the same key until a run of it has ended. */
  private void assertRecovered() {
    long begin = System.nanoTime();
    await()
        .atMost(RECOVERY)
        .ignoreExceptions()
        .until(() -> world.run(who, asked()).state() == RunState.SUCCEEDED);
    System.out.printf("recovered in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    await()
        .atMost(RECOVERY)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(borrow()).as("no borrower is stuck").hasSize(BORROWERS));
  }

  private RunId asked() {
    return Results.of(world.runs.start(world.asked(who, "hq", Optional.of("after the fault"))))
        .id();
  }

  private void awaitSuccess(RunId run, Duration patience) {
    await()
        .atMost(patience)
        .ignoreExceptions()
        .until(() -> world.run(who, run).state() == RunState.SUCCEEDED);
  }

  /** All connections of the pool, twice over. */
  private List<?> borrow() {
    return Results.of(
            Future.all(
                IntStream.range(0, BORROWERS)
                    .mapToObj(_ -> db.inTenant(who.tenant(), DatabaseFaultsIT::hello))
                    .toList()))
        .list();
  }

  private static Future<Integer> hello(SqlConnection c) {
    return c.query("SELECT 1 AS one").execute().map(rows -> rows.iterator().next().getInteger(0));
  }
}
