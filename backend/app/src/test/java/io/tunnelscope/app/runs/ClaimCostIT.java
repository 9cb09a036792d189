package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** To take a run costs the same however many wait behind those that are in work. */
@BackendTest
class ClaimCostIT {
  private static final int BUSY_LANES = 10;
  private static final int FEW = 100;
  private static final int MANY = 20_000;
  private static final Pattern BUFFERS = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");

  private final TestDatabase database;
  private final TestTenants tenants;

  ClaimCostIT(TestDatabase database, TestTenants tenants) {
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldReadAsManyPagesOfALongQueueAsOfAShortOne() throws SQLException {
    // Given: lanes that are in work, with few runs behind, and one that is ready
    var tenant = tenants.add("claims");
    var busy = new UUID[BUSY_LANES];
    for (int n = 0; n < BUSY_LANES; n++) {
      busy[n] = lane(tenant, "busy" + n);
    }
    block(tenant, busy, FEW);
    column("SELECT run_id::text FROM app.queue_claim(gen_random_uuid(), 10, 600)");
    queue(tenant, new UUID[] {lane(tenant, "ready")}, 1);
    long few = pagesOfAClaim();

    // When
    block(tenant, busy, MANY - FEW);

    // Then
    assertThat(column("SELECT count(*) FROM queued_run")).containsExactly(String.valueOf(MANY + 1));
    assertThat(pagesOfAClaim()).as("%d pages with few", few).isLessThanOrEqualTo(2 * few);
  }

  private UUID lane(TestTenant tenant, String name) {
    return tenants.subscription(tenant, name, "simulated").value();
  }

  private void block(TestTenant tenant, UUID[] lanes, int runs) {
    queue(tenant, lanes, runs / lanes.length);
  }

  private void queue(TestTenant tenant, UUID[] lanes, int each) {
    column(
        """
        WITH made AS (
            INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider,
                             source, requester, state, queued_at)
            SELECT ?, gen_random_uuid(), lane, 't', 't', 'gateway', 'simulated', 'api', 'A', 'QUEUED', now()
              FROM unnest(?::uuid[]) AS lane, generate_series(1, ?)
            RETURNING subscription_id, run_id
        )
        SELECT app.queue_add(?, array_agg(subscription_id), array_agg(run_id), false)::text FROM made
        """,
        tenant.id().value(),
        lanes,
        each,
        tenant.id().value());
    Sql.run(database.superuser(), "ANALYZE lane, queued_run");
  }

  /** On a connection that knows the functions and the catalogue already; changes nothing. */
  private long pagesOfAClaim() throws SQLException {
    try (var connection = Sql.open(database.superuser())) {
      connection.setAutoCommit(false);
      claim(connection);
      connection.rollback();
      var plan = claim(connection);
      connection.rollback();
      return pages(plan);
    }
  }

  /** Of all that the call did: the first line with a figure is that of the topmost node. */
  private static long pages(List<String> plan) {
    var found = BUFFERS.matcher(String.join("\n", plan));
    assertThat(found.find()).as("%s", plan).isTrue();
    return Long.parseLong(found.group(1))
        + Optional.ofNullable(found.group(2)).map(Long::parseLong).orElse(0L);
  }

  private static List<String> claim(Connection connection) throws SQLException {
    var plan =
        Sql.column(
            connection,
            """
            EXPLAIN (ANALYZE, BUFFERS, TIMING OFF)
            SELECT * FROM app.queue_step('{}', '{}', '{}', gen_random_uuid(), 1, 30)
            """);
    assertThat(String.join(" ", plan)).containsPattern("actual rows=1[. ]");
    return plan;
  }

  private List<String> column(String sql, Object... values) {
    return Sql.column(database.superuser(), sql, values);
  }
}
