package io.tunnelscope.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Principal;
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
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BackendTest
class AuditExportIT {
  private static final int RECORDS = 1_234;

  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant mine;
  private TestApp.Caller auditor;

  AuditExportIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void arrange() {
    mine = tenants.add("mine");
    auditor = app.as(mine, Role.AUDITOR); // record 1: its token
  }

  @Test
  void shouldGiveEveryRecordInAFormThatCanBeChecked() throws IOException {
    // Given
    record(RECORDS);

    // When
    var export = auditor.get("/audit/export");

    // Then
    assertThat(export.status()).isEqualTo(200);
    assertThat(export.header("content-type")).hasValue("application/jsonl");
    assertThat(export.header("x-audit-range")).hasValue("1-" + (RECORDS + 1));
    assertThat(export.header("content-disposition").orElseThrow())
        .isEqualTo(
            "attachment; filename=\"%s-audit-1-%d.jsonl\"".formatted(mine.slug(), RECORDS + 1));
    assertThat(check(export.text()))
        .isEqualTo(new Outcome.Intact(mine.id().toString(), 1, RECORDS + 1, RECORDS + 1, true, 0));
  }

  @Test
  void shouldAgreeWithWhatTheDatabaseHolds() throws Exception {
    // Given
    record(10);
    auditor.get("/audit");
    auditor.get("/audit/export");
    app.as(mine, Role.VIEWER).get("/audit"); // a denial

    // Then
    var url = database.migrate();
    try (var check = DatabaseCheck.open(url.jdbc(), url.user(), url.password().reveal())) {
      assertThat(
              check.check(
                  new DatabaseCheck.Tenant(mine.id().value(), mine.slug()), Optional.empty()))
          .isEqualTo(new Outcome.Intact(mine.id().toString(), 1, 15, 15, true, 0));
    }
  }

  @Test
  void shouldNotCheckOutOnceARecordWasChanged() throws IOException {
    // Given
    record(20);
    Sql.update(
        database.migrate(),
        "UPDATE audit SET actor = 'nobody' WHERE tenant_id = ? AND seq = 7",
        mine.id().value());

    // Then
    assertThat(check(auditor.get("/audit/export").text()))
        .isEqualTo(new Outcome.Bad(Fault.CHANGED, mine.id().toString(), 7, 8));
  }

  @Test
  void shouldSayWhenItWasFiltered() throws IOException {
    // Given
    record(20);

    // When
    var export = auditor.get("/audit/export?object=thing-3");

    // Then
    assertThat(check(export.text()))
        .isInstanceOfSatisfying(
            Outcome.Intact.class,
            intact -> {
              assertThat(intact.complete()).isFalse();
              assertThat(intact.records()).isEqualTo(2);
            });
  }

  @Test
  void shouldGiveAnEmptyExportWhereNothingFits() throws IOException {
    var export = auditor.get("/audit/export?actor=nobody-of-that-name");
    assertThat(export.header("x-audit-range")).hasValue("none");
    assertThat(check(export.text())).isInstanceOf(Outcome.Intact.class);
    assertThat(export.text().lines()).hasSize(1);
  }

  @Test
  void shouldCalculateNothingInASpreadsheet() {
    // Given
    record("=HYPERLINK(\"http://198.51.100.1\")", "+1", "@x");

    // When
    var csv = auditor.get("/audit/export?format=csv");

    // Then
    assertThat(csv.header("content-type")).hasValue("text/csv; charset=utf-8");
    var rows = csv.text().substring(1).split("\r\n", -1);
    assertThat(csv.text()).startsWith("\uFEFF\"seq\",\"at\",");
    assertThat(rows[2]).contains("\"'=HYPERLINK(\"\"http://198.51.100.1\"\")\"");
    assertThat(List.of(rows)).noneMatch(row -> row.matches("(?s).*,\"[=+@].*"));
    assertThat(rows[rows.length - 2])
        .startsWith("\"end\",")
        .contains("\"1-4\"")
        .endsWith("\"" + csv.header("x-audit-head").orElseThrow().replaceFirst("\\d+ ", "") + "\"");
  }

  @Test
  void shouldBeARecordItself() {
    // When
    auditor.get("/audit/export?format=csv&action=run");

    // Then
    var record = auditor.get("/audit?action=audit.export").json().at("/items/0");
    assertThat(record.path("object").asText()).isEqualTo("none");
    assertThat(record.at("/details/format").asText()).isEqualTo("csv");
    assertThat(record.at("/details/filter/action").asText()).isEqualTo("run");
    assertThat(record.at("/details/head/hash").asText()).hasSize(64);
    assertThat(record.at("/actor/onBehalfOf").asText()).isEqualTo("tunnelscope");
  }

  @ParameterizedTest
  @CsvSource({
    "actor=RECORDER, 4",
    "actor=nobody, 0",
    "action=run.start, 4",
    "action=run, 4",
    "action=ru, 0",
    "object=thing-1, 2",
    "result=ok&action=run, 4",
    "result=denied, 0",
    "action=run&from=2020-01-01T00:00:00Z, 4",
    "action=run&to=2020-01-01T00:00:00Z, 0",
  })
  void shouldFilter(String query, int expected) {
    // Given
    record("thing-1", "thing-1", "thing-2", "thing-3");

    // Then
    assertThat(auditor.get("/audit?" + query).json().path("items")).hasSize(expected);
  }

  @Test
  void shouldRefuseAFormatThatThereIsNot() {
    assertThat(auditor.get("/audit/export?format=pdf").status()).isEqualTo(400);
  }

  private void record(int times) {
    var objects = new String[times];
    for (int n = 0; n < times; n++) {
      objects[n] = "thing-" + n % 10;
    }
    record(objects);
  }

  private void record(String... objects) {
    var who = tenants.principal(mine, Role.ADMIN);
    var recorder = new Principal(who.tenant(), who.kind(), who.id(), "The Recorder", who.role());
    var services = app.services();
    Results.of(
        services.db.inTenant(
            mine.id(),
            c -> {
              var all = Future.<Void>succeededFuture();
              for (var object : objects) {
                all =
                    all.compose(
                        _ ->
                            services.audit.record(
                                c,
                                recorder,
                                "run.start",
                                Optional.of(object),
                                new JsonObject().put("text", "한국어 \u0001 \n \\ \"")));
              }
              return all;
            }));
  }

  private static Outcome check(String export) throws IOException {
    return ExportCheck.of(new ByteArrayInputStream(export.getBytes(UTF_8)), Optional.empty());
  }
}
