package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs go when their time is over, with everything that hangs on them. */
@BackendTest
class RunRetentionIT {
  private static final List<String> PARTS =
      List.of("run_event", "evidence", "finding", "bundle", "log_file");

  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant tenant;
  private SubscriptionId subscription;
  private String target;

  RunRetentionIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void fill() {
    tenant = tenants.add("old");
    subscription = tenants.subscription(tenant, "Simulated", "simulated");
    target = tenants.gateway(tenant, subscription, "sim-ConnectionsNotConnected");
  }

  @Test
  void shouldRemoveAnOldRunWithAllThatHangsOnItAndKeepTheNextOne() {
    // Given
    keepRunsFor(30);
    var old = aged(run(), 31);
    var next = run();
    assertThat(rowsOf(old)).allMatch(line -> !line.endsWith(" 0"));

    // When
    sweep();

    // Then
    assertThat(rowsOf(old)).allMatch(line -> line.endsWith(" 0"));
    var caller = app.as(tenant, Role.VIEWER);
    assertThat(caller.get("/runs/" + old).status()).isEqualTo(404);
    var shown = caller.get("/runs/" + next);
    assertThat(shown.status()).as(shown.text()).isEqualTo(200);
    assertThat(shown.json().at("/diagnosis/results/0/cause").asText()).isNotBlank();
    assertThat(audited("run.expire")).singleElement().asString().contains("\"runs\": 1");
    assertThat(audited("bundle.expire")).hasSize(1);
  }

  @Test
  void shouldKeepWhatIsYoungerWhatIsOpenAndWhatTheTenantKeepsForEver() {
    // Given
    var forEver = aged(run(), 4_000);
    sweep();
    assertThat(statusOf(forEver)).isEqualTo(200);
    keepRunsFor(30);
    Results.of(app.services().retention.sweep());
    var young = aged(run(), 29);
    var open = open(31);

    // When
    sweep();

    // Then
    assertThat(statusOf(forEver)).isEqualTo(404);
    assertThat(statusOf(young)).isEqualTo(200);
    assertThat(statusOf(open)).isEqualTo(200);
  }

  @Test
  void shouldKeepTheBaselineOfATargetUntilItIsPinnedNoMore() {
    // Given
    keepRunsFor(30);
    var pinned = aged(run(), 31);
    var other = aged(run(), 31);
    Sql.update(
        database.migrate(),
        """
        INSERT INTO target_baseline (tenant_id, target_key, run_id, pinned_by)
        SELECT tenant_id, target_key, run_id, 'somebody' FROM run WHERE run_id = ?
        """,
        UUID.fromString(pinned));

    // When
    sweep();

    // Then
    assertThat(statusOf(pinned)).isEqualTo(200);
    assertThat(statusOf(other)).isEqualTo(404);
    Sql.update(
        database.migrate(), "DELETE FROM target_baseline WHERE tenant_id = ?", tenant.id().value());
    sweep();
    assertThat(statusOf(pinned)).isEqualTo(404);
  }

  @Test
  void shouldLeaveARunWhoseBundleIsStillThere() {
    // Given
    keepRunsFor(30);
    var old = aged(run(), 31);

    // When: the bundles' turn has not come
    Results.of(app.services().runRetention.sweep());

    // Then
    assertThat(statusOf(old)).isEqualTo(200);
  }

  @Test
  void shouldKeepAPinnedRunAndShowItAsTheLastOneThatIsLeft() {
    // Given
    keepRunsFor(30);
    var pinned = aged(run(), 60);
    var caller = app.as(tenant, Role.OPERATOR);
    var body = BodyPublishers.ofString("{\"run\": \"" + pinned + "\"}");
    var pin =
        caller.call(
            "/targets/sim-ConnectionsNotConnected/baseline", HttpRequest.newBuilder().PUT(body));
    assertThat(pin.status()).as(pin.text()).isEqualTo(204);
    var last = aged(run(), 40);

    // When
    sweep();

    // Then
    assertThat(statusOf(last)).isEqualTo(404);
    assertThat(statusOf(pinned)).isEqualTo(200);
    var answer = caller.get("/targets?q=ConnectionsNotConnected");
    var shown = answer.json().at("/items/0");
    assertThat(shown.at("/lastRun/id").asText()).as(answer.text()).isEqualTo(pinned);
    assertThat(shown.at("/baseline").asText()).isEqualTo(pinned);
  }

  @Test
  void shouldRemoveMoreThanOneTransactionTakes() {
    // Given
    keepRunsFor(30);
    Sql.update(
        database.migrate(),
        """
        INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source,
          requester, state, queued_at, finished_at, failure_reason)
        SELECT ?, overlay(gen_random_uuid()::text placing
            substr(app.first_uuid7(now() - interval '40 days')::text, 1, 13) from 1)::uuid,
          ?, '/t', 't', 'gateway', 'simulated', 'user', 'somebody', 'FAILED', now(),
          now() - interval '40 days', 'INTERNAL'
        FROM generate_series(1, 450)
        """,
        tenant.id().value(),
        subscription.value());

    // When
    sweep();

    // Then
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT count(*) FROM run WHERE tenant_id = ?",
                tenant.id().value()))
        .containsExactly("0");
    assertThat(audited("run.expire")).hasSize(3);
  }

  private void sweep() {
    Results.of(app.services().retention.sweep());
    Results.of(app.services().runRetention.sweep());
  }

  private void keepRunsFor(int days) {
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET run_days = ? WHERE tenant_id = ?",
        days,
        tenant.id().value());
  }

  private String run() {
    return app.as(tenant, Role.OPERATOR).runToItsEnd(target).path("id").asText();
  }

  /** The same run as if it had been asked for that long ago: its id begins with the time. */
  private String aged(String run, int days) {
    var id =
        Sql.column(
                database.migrate(),
                """
                SELECT overlay(? placing
                  substr(app.first_uuid7(now() - make_interval(days => ?))::text, 1, 13) from 1)
                """,
                run,
                days)
            .getFirst();
    var columns =
        Sql.column(
            database.migrate(),
            """
            SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
            WHERE attrelid = 'run'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
              AND attname NOT IN ('run_id', 'finished_at')
            """);
    var all = columns.getFirst();
    Sql.update(
        database.migrate(),
        "INSERT INTO run (run_id, finished_at, %1$s) SELECT ?, now() - make_interval(days => ?), %1$s FROM run WHERE run_id = ?"
            .formatted(all),
        UUID.fromString(id),
        days,
        UUID.fromString(run));
    for (var part : PARTS) {
      Sql.update(
          database.migrate(),
          "UPDATE " + part + " SET run_id = ? WHERE run_id = ?",
          UUID.fromString(id),
          UUID.fromString(run));
    }
    Sql.update(
        database.migrate(),
        "UPDATE bundle SET created_at = now() - make_interval(days => ?) WHERE run_id = ?",
        days,
        UUID.fromString(id));
    Sql.update(database.migrate(), "DELETE FROM run WHERE run_id = ?", UUID.fromString(run));
    return id;
  }

  private String open(int days) {
    return Sql.column(
            database.migrate(),
            """
            INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source,
              requester, state, queued_at)
            VALUES (?, app.first_uuid7(now() - make_interval(days => ?)), ?, ?, 't', 'gateway', 'simulated',
              'user', 'somebody', 'QUEUED', now())
            RETURNING run_id
            """,
            tenant.id().value(),
            days,
            subscription.value(),
            target)
        .getFirst();
  }

  private List<String> rowsOf(String run) {
    return PARTS.stream()
        .map(
            part ->
                part
                    + " "
                    + Sql.column(
                            database.migrate(),
                            "SELECT count(*) FROM " + part + " WHERE run_id = ?",
                            UUID.fromString(run))
                        .getFirst())
        .toList();
  }

  private int statusOf(String run) {
    return app.as(tenant, Role.VIEWER).get("/runs/" + run).status();
  }

  private List<String> audited(String action) {
    return Sql.column(
        database.migrate(),
        "SELECT details::text FROM audit WHERE tenant_id = ? AND action = ?",
        tenant.id().value(),
        action);
  }
}
