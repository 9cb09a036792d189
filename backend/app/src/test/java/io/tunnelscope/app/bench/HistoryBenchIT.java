package io.tunnelscope.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * The measurement of a long history, on a short one: that it asks all of it, not how fast it is.
 */
@BackendTest
class HistoryBenchIT {
  private static final int CALLS = 6;

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;

  HistoryBenchIT(Vertx vertx, Db db, TestDatabase database) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
  }

  @Test
  void shouldAskEverythingThatPagesShowOfAHistory() {
    // Given: ten runs of each tenant at least, and no one else in the database
    var world = new HistoryWorld(database.superuser(), Clock.systemUTC().instant());
    world.fill(20_000, _ -> {});

    // When
    var lines = new HistoryBench(world, db, CALLS).times().map(HistoryBench.Times::line).toList();

    // Then
    assertThat(lines)
        .allMatch(line -> line.matches("[a-z, :]+\\t\\d+\\.\\d\\d\\t\\d+\\.\\d\\d\\t" + CALLS));
    assertThat(lines.stream().map(line -> line.substring(0, line.indexOf('\t'))))
        .containsExactly(
            "list",
            "filtered list: target",
            "filtered list: target by name",
            "filtered list: state",
            "filtered list: state of no run",
            "filtered list: fault",
            "filtered list: fault of no run",
            "filtered list: cause",
            "filtered list: rare cause",
            "filtered list: source",
            "filtered list: rare source",
            "filtered list: requester",
            "filtered list: requester of no run",
            "filtered list: code",
            "filtered list: rare code",
            "filtered list: changed",
            "filtered list: fault, source and changed",
            "filtered list: a week",
            "deep page",
            "deep page of a filter",
            "target history",
            "target history, a run a minute",
            "deep page of a target history",
            "targets",
            "diff",
            "diff of the last two",
            "audit search");
    assertThat(column("SELECT count(*) >= 20000 FROM run")).containsExactly("t");
    assertThat(column("SELECT DISTINCT source FROM run ORDER BY 1"))
        .as("what filters ask for is there")
        .contains("api", "cli", "schedule", "slack", "user");
    assertThat(column("SELECT 1 FROM diff LIMIT 1")).hasSize(1);
    assertThat(column("SELECT 1 FROM finding LIMIT 1")).hasSize(1);
  }

  /** Asked by the product's own statements, as the role and with the plans that it uses. */
  @Test
  void shouldReadNoMonthFromEndToEndWhateverIsAsked() {
    // Given: one connection, which can be told to count at once
    var world = new HistoryWorld(database.superuser(), Clock.systemUTC().instant());
    world.fill(20_000, _ -> {});
    await()
        .until(
            () ->
                column(
                        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'tunnelscope bench'")
                    .isEmpty());
    var one =
        new Db(vertx, new DbOptions(database.app(), database.system(), 1, Duration.ofSeconds(30)));
    var read = new TreeMap<String, List<String>>();
    var before = new AtomicReference<>(monthsReadWhole());

    // When
    new HistoryBench(world, one, 1)
        .times()
        .forEach(
            times -> {
              count(one);
              var after = monthsReadWhole();
              if (!after.equals(before.getAndSet(after))) {
                read.put(times.line(), after);
              }
            });

    // Then
    assertThat(read).isEmpty();
    assertThat(
            column(
                "SELECT sum(idx_scan) > 100 FROM pg_stat_user_tables WHERE relname LIKE 'run\\_20%'"))
        .as("it is counted")
        .containsExactly("t");
    Results.of(one.close());
  }

  @Test
  void shouldHaveNoIndexOfRunsThatDoesNotBeginWithTheTenant() {
    assertThat(
            column(
                """
                SELECT i.indexrelid::regclass
                  FROM pg_index i
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                 WHERE i.indrelid = 'run'::regclass AND a.attname <> 'tenant_id'
                """))
        .isEmpty();
  }

  /** Months that have runs; of an empty one nothing is the least that can be read. */
  private List<String> monthsReadWhole() {
    return column(
        """
        SELECT s.relname || ' ' || s.seq_scan
          FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
         WHERE c.relispartition AND s.relname LIKE 'run\\_20%' AND c.reltuples > 0 AND s.seq_scan > 0
         ORDER BY 1
        """);
  }

  private static void count(Db db) {
    Results.of(
        db.inTenant(
            new TenantId(new UUID(0x7000L, 0x8000_0000_0000_0001L)),
            c -> c.query("SELECT pg_stat_force_next_flush()").execute()));
  }

  @Test
  void shouldFindChangedRunsOfAKindInTheIndexAlone() {
    // Given
    var world = new HistoryWorld(database.superuser(), Clock.systemUTC().instant());
    world.fill(20_000, _ -> {});

    // When
    var plan =
        column(
            """
            EXPLAIN SELECT r.run_id FROM run r
             WHERE r.tenant_id = (SELECT tenant_id FROM tenant WHERE slug = 'bench-1')
               AND r.fault = 'Authentication' AND r.source = 'slack' AND r.changed
             ORDER BY r.run_id DESC LIMIT 51
            """);

    // Then
    assertThat(plan)
        .filteredOn(line -> line.matches(".* on run_202[45]_.*"))
        .isNotEmpty()
        .allMatch(line -> line.contains("Index Only Scan"));
  }

  private List<String> column(String sql) {
    return Sql.column(database.superuser(), sql);
  }
}
