package io.tunnelscope.app.bundles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Bundles go when their time is over; what was found in them stays. */
@BackendTest
class BundleRetentionIT {
  private static final String LOG =
      """
      2026-11-24T03:24:56.565 15[IKE] <site|1> initiating IKE_SA site[1] to 198.51.100.7
      2026-11-24T03:24:57.565 15[IKE] <site|1> received AUTHENTICATION_FAILED notify error
      """;

  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;

  BundleRetentionIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldRemoveWhatIsOlderThanTheTenantWantsAndKeepTheFindings() {
    // Given
    var tenant = tenants.add("old");
    var old = uploaded(tenant);
    var young = uploaded(tenant);
    age(old, 401);
    age(young, 399);

    // When
    Results.of(app.services().retention.sweep());

    // Then
    assertThat(statusOfLogs(tenant, old)).isEqualTo(404);
    assertThat(statusOfLogs(tenant, young)).isEqualTo(200);
    assertThat(finding(tenant, old)).isEqualTo(finding(tenant, young)).isNotBlank();
    assertThat(audited(tenant)).isEqualTo(1);
  }

  @Test
  void shouldKeepToWhatEachTenantWants() {
    // Given
    var forAWeek = tenants.add("week");
    var forYears = tenants.add("years");
    wants(forAWeek, 7);
    var ofTheOne = uploaded(forAWeek);
    var ofTheOther = uploaded(forYears);
    age(ofTheOne, 8);
    age(ofTheOther, 8);

    // When
    Results.of(app.services().retention.sweep());

    // Then
    assertThat(statusOfLogs(forAWeek, ofTheOne)).isEqualTo(404);
    assertThat(statusOfLogs(forYears, ofTheOther)).isEqualTo(200);
  }

  @Test
  void shouldFinishWhatASweepBeforeItLeftHalfDone() {
    // Given: marked by a process that died, with the bytes gone and the row there
    var tenant = tenants.add("half");
    var run = uploaded(tenant);
    age(run, 500);
    var bundle = Results.of(app.services().bundleRecords.of(tenant.id(), runId(run))).orElseThrow();
    Results.of(app.services().bundles.remove(tenant.id(), bundle));
    mark(run, "1 minute");

    // When
    Results.of(app.services().retention.sweep());

    // Then: it may be at work still
    assertThat(rows(run)).isEqualTo(1);

    // When
    mark(run, "61 minutes");
    Results.of(app.services().retention.sweep());

    // Then
    assertThat(rows(run)).isZero();
  }

  private String uploaded(TestTenant tenant) {
    var caller = app.as(tenant, Role.OPERATOR);
    var answer = caller.upload("/bundles?name=charon.log", LOG.getBytes(UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    var run = answer.json().path("id").asText();
    caller.events("/runs/" + run + "/events"); // until it has ended
    return run;
  }

  private int statusOfLogs(TestTenant tenant, String run) {
    return app.as(tenant, Role.VIEWER).get("/runs/" + run + "/logs.zip").status();
  }

  private String finding(TestTenant tenant, String run) {
    var shown = app.as(tenant, Role.VIEWER).get("/runs/" + run).json();
    return shown.path("diagnosis").path("results").path(0).path("cause").asText();
  }

  private void age(String run, int days) {
    Sql.update(
        database.migrate(),
        "UPDATE bundle SET created_at = now() - make_interval(days => ?) WHERE run_id = ?",
        days,
        UUID.fromString(run));
  }

  private void mark(String run, String ago) {
    Sql.update(
        database.migrate(),
        "UPDATE bundle SET expired_at = now() - ?::interval WHERE run_id = ?",
        ago,
        UUID.fromString(run));
  }

  private void wants(TestTenant tenant, int days) {
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET bundle_days = ? WHERE tenant_id = ?",
        days,
        tenant.id().value());
  }

  private int rows(String run) {
    return Sql.column(
            database.migrate(),
            "SELECT store_key FROM bundle WHERE run_id = ?",
            UUID.fromString(run))
        .size();
  }

  private int audited(TestTenant tenant) {
    return Sql.column(
            database.migrate(),
            "SELECT details::text FROM audit WHERE action = 'bundle.expire' AND tenant_id = ?",
            tenant.id().value())
        .size();
  }

  private static RunId runId(String text) {
    return new RunId(UUID.fromString(text));
  }
}
