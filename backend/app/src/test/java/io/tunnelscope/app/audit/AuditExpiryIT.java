package io.tunnelscope.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.app.verify.DatabaseCheck;
import io.tunnelscope.app.verify.ExportCheck;
import io.tunnelscope.app.verify.Fault;
import io.tunnelscope.app.verify.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that were kept for long enough go; what is left is still a chain. */
@BackendTest
class AuditExpiryIT {
  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final Vertx vertx;
  private Db operator;
  private AuditExpiryStore expiry;
  private TestTenant tenant;
  private byte[] last = AuditEntry.beginning();
  private long seq;

  AuditExpiryIT(TestApp app, TestDatabase database, TestTenants tenants, Vertx vertx) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
    this.vertx = vertx;
  }

  @BeforeEach
  void open() {
    operator = new Db(vertx, DbOptions.of(database.migrate(), database.migrate()));
    expiry = new AuditExpiryStore(operator, new AuditLog());
    tenant = tenants.add("long");
  }

  @AfterEach
  void close() {
    Results.of(operator.close());
  }

  @Test
  void shouldRemoveWholeMonthsAndLeaveAChainThatVouchesForItsBeginning() throws Exception {
    // Given: the month that holds the 400th day stays whole
    var stays =
        YearMonth.from(Instant.now().minus(400, ChronoUnit.DAYS).atOffset(ZoneOffset.UTC))
            .atDay(1)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC);
    record(stays.minus(60, ChronoUnit.DAYS));
    record(stays.minus(1, ChronoUnit.MILLIS));
    record(stays);
    record(Instant.now().minus(1, ChronoUnit.DAYS));

    // When
    long gone = Results.of(expiry.drop(tenant.id()));
    long goneAgain = Results.of(expiry.drop(tenant.id()));

    // Then
    assertThat(gone).isEqualTo(2);
    assertThat(goneAgain).isZero();
    assertThat(seqs()).isEqualTo("3,4,5");
    assertThat(checked()).isEqualTo(new Outcome.Intact(tenant.id().toString(), 3, 5, 3, true, 0));
    assertThat(exportChecked())
        .isInstanceOfSatisfying(
            Outcome.Intact.class, intact -> assertThat(intact.from()).isEqualTo(3));
  }

  @Test
  void shouldVouchAgainWhenMoreGoes() throws Exception {
    // Given
    record(Instant.parse("2020-01-10T00:00:00Z"));
    record(Instant.parse("2020-02-10T00:00:00Z"));
    keepsFor(2_557);
    var before = Results.of(expiry.drop(tenant.id()));
    record(Instant.parse("2020-03-10T00:00:00Z"));
    keepsFor(90);

    // When
    var after = Results.of(expiry.drop(tenant.id()));

    // Then
    assertThat(before).isZero();
    assertThat(after).isEqualTo(3);
    assertThat(checked()).isInstanceOf(Outcome.Intact.class);
  }

  @Test
  void shouldFindRecordsThatSomebodyElseTookAway() throws Exception {
    // Given
    record(Instant.parse("2020-01-10T00:00:00Z"));
    Results.of(expiry.drop(tenant.id()));
    record(Instant.now());
    assertThat(checked()).isInstanceOf(Outcome.Intact.class);

    // When: with what vouches for the beginning
    Sql.update(
        database.superuser(),
        "DELETE FROM audit WHERE tenant_id = ? AND seq <= 2",
        tenant.id().value());

    // Then
    assertThat(checked())
        .isEqualTo(new Outcome.Bad(Fault.OUT_OF_ORDER, tenant.id().toString(), 2, 0));
    assertThat(exportChecked()).isInstanceOf(Outcome.Bad.class);
  }

  private void keepsFor(int days) {
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET audit_days = ? WHERE tenant_id = ?",
        days,
        tenant.id().value());
  }

  /** Written as it would have been at that time. */
  private void record(Instant at) {
    readHead();
    var entry =
        new AuditEntry(
            seq + 1,
            at.truncatedTo(ChronoUnit.MICROS),
            "system",
            Optional.empty(),
            "tunnelscope",
            Optional.empty(),
            "test",
            Optional.empty(),
            "ok",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new JsonObject());
    var hash = entry.hash(tenant.id().value(), last);
    Sql.update(
        database.migrate(),
        """
        INSERT INTO audit (tenant_id, seq, at, actor_kind, actor, action, result, details, prev_hash,
          hash, version)
        VALUES (?, ?, ?, 'system', 'tunnelscope', 'test', 'ok', '{}', ?, ?, ?)
        """,
        tenant.id().value(),
        entry.seq(),
        entry.at().atOffset(ZoneOffset.UTC),
        last,
        hash,
        AuditEntry.FORMAT);
    Sql.update(
        database.migrate(),
        "UPDATE audit_head SET seq = ?, hash = ? WHERE tenant_id = ?",
        entry.seq(),
        hash,
        tenant.id().value());
  }

  private void readHead() {
    var head =
        Sql.column(
                database.migrate(),
                "SELECT seq || ' ' || encode(hash, 'hex') FROM audit_head WHERE tenant_id = ?",
                tenant.id().value())
            .getFirst()
            .split(" ", -1);
    seq = Long.parseLong(head[0]);
    last = HexFormat.of().parseHex(head[1]);
  }

  private String seqs() {
    return Sql.column(
            database.migrate(),
            "SELECT string_agg(seq::text, ',' ORDER BY seq) FROM audit WHERE tenant_id = ?",
            tenant.id().value())
        .getFirst();
  }

  private Outcome checked() throws Exception {
    var url = database.migrate();
    try (var check = DatabaseCheck.open(url.jdbc(), url.user(), url.password().reveal())) {
      return check.check(
          new DatabaseCheck.Tenant(tenant.id().value(), tenant.slug()), Optional.empty());
    }
  }

  private Outcome exportChecked() throws Exception {
    var export = app.as(tenant, Role.AUDITOR).get("/audit/export?format=jsonl");
    assertThat(export.status()).as(export.text()).isEqualTo(200);
    return ExportCheck.of(
        new ByteArrayInputStream(export.text().getBytes(UTF_8)), Optional.empty());
  }
}
