package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many tenants whose schedules are due at once, and nodes that share them. */
@BackendTest
class SharedTurnsIT {
  private static final int TENANTS = 24;
  private static final int TARGETS = 3;
  private static final int SCHEDULES_OF_BIG = 12;
  private static final int TARGETS_OF_BIG = 60;

  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;

  SharedTurnsIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldTakeEveryTurnOnceAndKeepNoSmallTenantWaitingForABigOne() {
    // Given: a tenant with much to start, whose turns were due first, and many with little
    var big = tenant("big", TARGETS_OF_BIG);
    for (int n = 0; n < SCHEDULES_OF_BIG; n++) {
      schedule(big);
    }
    var small = new ArrayList<TestTenant>();
    for (int n = 0; n < TENANTS; n++) {
      small.add(tenant("small" + n, TARGETS));
      schedule(small.getLast());
    }
    due(big, "20 seconds");
    small.forEach(tenant -> due(tenant, "10 seconds"));

    // When: the product's own ticker is there as well
    var nodes = List.of(node(), node());
    awaitNothingDue(nodes);

    // Then: none lost, none doubled
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT last_started || ' ' || last_busy || ' ' || last_refused || ' ' ||"
                    + " last_skipped FROM schedule WHERE tenant_id = ?",
                big.id().value()))
        .hasSize(SCHEDULES_OF_BIG)
        .containsOnly(TARGETS_OF_BIG + " 0 0 0");
    for (var tenant : small) {
      assertThat(runs(tenant)).isEqualTo(TARGETS);
    }
    assertThat(runs(big)).isEqualTo(SCHEDULES_OF_BIG * TARGETS_OF_BIG);

    // Then: before the last small tenant had its turn, the big one had two parts of a turn at most
    assertThat(
            Integer.parseInt(
                Sql.column(
                        database.migrate(),
                        """
                        SELECT count(*) FROM audit a
                        WHERE a.tenant_id = ? AND a.action = 'run.start' AND a.at < (
                          SELECT max(first) FROM (
                            SELECT min(at) AS first FROM audit
                            WHERE action = 'run.start' AND tenant_id <> ? GROUP BY tenant_id) each)
                        """,
                        big.id().value(),
                        big.id().value())
                    .getFirst()))
        .isLessThanOrEqualTo(2 * Turns.BATCH);
  }

  @Test
  void shouldTakeUpWhatADeadNodeHadClaimedOrDoneInPart() {
    // Given: a turn of two parts
    var tenant = tenant("dead", Turns.BATCH + 10);
    schedule(tenant);
    pause(tenant);
    var store =
        new TurnStore(
            app.services().db, new AuditLog(), app.services().queue, app.services().runStore);
    var turns = new Turns(store, app.services().targetStore, app.services().runs);

    // When: a node does the first part, and one claims the second and dies
    due(tenant, "10 seconds");
    resume(tenant);
    var first = Results.of(store.claim());
    first.ifPresent(claim -> Results.of(turns.take(claim)));
    var second = Results.of(store.claim());

    // Then: either was claimed here, or the product's own ticker has it
    second.ifPresent(claim -> assertThat(claim.tenant()).isEqualTo(tenant.id()));

    // When: its claim ends
    Sql.update(
        database.migrate(),
        "UPDATE schedule_line SET taken_until = now() WHERE tenant_id = ?",
        tenant.id().value());
    var late = node();
    awaitNothingDue(List.of(late, node()));
    // and what it does all the same comes too late
    second.ifPresent(claim -> Results.of(turns.take(claim)));

    // Then
    assertThat(runs(tenant)).isEqualTo(Turns.BATCH + 10);
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT last_started FROM schedule WHERE tenant_id = ?",
                tenant.id().value()))
        .containsExactly(String.valueOf(Turns.BATCH + 10));
  }

  /** Its turns are out of reach of every ticker meanwhile. */
  private void pause(TestTenant tenant) {
    lease(tenant, "1 hour");
  }

  private void resume(TestTenant tenant) {
    lease(tenant, "0 seconds");
  }

  private void lease(TestTenant tenant, String time) {
    Sql.update(
        database.migrate(),
        "UPDATE schedule_line SET taken_until = now() + ?::interval WHERE tenant_id = ?",
        time,
        tenant.id().value());
  }

  private Ticker node() {
    var s = app.services();
    return new Ticker(s.db, new AuditLog(), s.targetStore, s.queue, s.runStore, s.runs);
  }

  private void awaitNothingDue(List<Ticker> nodes) {
    await()
        .atMost(90, TimeUnit.SECONDS)
        .until(
            () -> {
              Results.of(Future.all(nodes.stream().map(Ticker::tick).toList()));
              return Sql.column(
                      database.migrate(),
                      "SELECT schedule_id FROM schedule_tick WHERE next_at <= now()")
                  .isEmpty();
            });
  }

  private TestTenant tenant(String word, int targets) {
    var tenant = tenants.add(word);
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    for (int n = 0; n < targets; n++) {
      tenants.gateway(tenant, subscription, "t%03d".formatted(n));
    }
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET queue_limit = 100000 WHERE tenant_id = ?",
        tenant.id().value());
    return tenant;
  }

  private void schedule(TestTenant tenant) {
    var added =
        app.as(tenant, Role.OPERATOR)
            .post("/schedules", "{\"targets\":\"*\",\"cron\":\"0 0 1 1 *\"}");
    assertThat(added.status()).as(added.text()).isEqualTo(201);
  }

  private void due(TestTenant tenant, String ago) {
    Sql.update(
        database.migrate(),
        "UPDATE schedule_tick SET due_at = date_trunc('second', now()) - ?::interval,"
            + " next_at = date_trunc('second', now()) - ?::interval WHERE tenant_id = ?",
        ago,
        ago,
        tenant.id().value());
  }

  private int runs(TestTenant tenant) {
    return Integer.parseInt(
        Sql.column(
                database.migrate(),
                "SELECT count(*) FROM run WHERE tenant_id = ?",
                tenant.id().value())
            .getFirst());
  }
}
