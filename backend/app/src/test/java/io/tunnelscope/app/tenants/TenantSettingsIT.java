package io.tunnelscope.app.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tenant settles for itself; of two admins who change it at once the second is told. */
@BackendTest
class TenantSettingsIT {
  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant tenant;
  private TestApp.Caller admin;

  TenantSettingsIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void fill() {
    tenant = tenants.add("settings");
    admin = app.as(tenant, Role.ADMIN);
  }

  @Test
  void shouldShowWhatIsUsualUntilSomebodySettlesSomething() {
    assertThat(app.as(tenant, Role.VIEWER).get("/settings").text())
        .isEqualTo(
            """
            {"name":"settings","language":"en","timeZone":"Etc/UTC","bundleDays":400,"auditDays":400,"version":1}""");
  }

  @Test
  void shouldShowWhatTheTenantMayHaveOfTheQueue() {
    assertThat(app.as(tenant, Role.VIEWER).get("/limits").text())
        .isEqualTo(
            """
            {"queued":{"most":200,"now":0},"running":{"most":20,"now":0}}""");
  }

  @Test
  void shouldStoreThemAndTellTheAuditBothSides() {
    // When
    var reply =
        put(json -> json.put("language", "ko").put("timeZone", "Asia/Seoul").put("runDays", 365));

    // Then
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("version").asInt()).isEqualTo(2);
    assertThat(admin.get("/settings").json()).isEqualTo(reply.json());
    assertThat(
            Sql.column(
                database.migrate(),
                """
                SELECT details->'before'->>'timeZone' || ' ' || (details->'after'->>'timeZone') || ' '
                  || coalesce(details->'before'->>'runDays', 'ever') || ' ' || (details->'after'->>'runDays')
                FROM audit WHERE tenant_id = ? AND action = 'settings.set'
                """,
                tenant.id().value()))
        .containsExactly("Etc/UTC Asia/Seoul ever 365");
  }

  @Test
  void shouldTellTheSecondOfTwoWhoChangeAtOnce() {
    // Given
    var seen = settings();
    assertThat(put(json -> json.put("bundleDays", 30)).status()).isEqualTo(200);

    // When
    var second = put(seen.put("bundleDays", 90));

    // Then
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text()).contains("Somebody else");
    assertThat(admin.get("/settings").json().path("bundleDays").asInt()).isEqualTo(30);
  }

  @Test
  void shouldSpeakTheLanguageOfTheTenantToProgramsThatWishForNone() {
    // Given
    put(json -> json.put("language", "ko"));

    // When: with a token that nobody has used before
    var program = app.as(tenant, Role.OPERATOR).get("/targets/never-was");
    var reader =
        app.as(tenant, Role.AUDITOR)
            .call(
                "/targets/never-was",
                HttpRequest.newBuilder().GET().header("Accept-Language", "en"));

    // Then
    assertThat(program.text()).containsPattern("[가-힣]");
    assertThat(reader.text()).contains("There is no such target");
  }

  @Test
  void shouldKeepRunsForEverAgain() {
    // Given
    put(json -> json.put("runDays", 30));

    // When
    var reply = put(json -> json.putNull("runDays"));

    // Then
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().has("runDays")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "runDays, 29, 30 to 3650",
    "runDays, 3651, 30 to 3650",
    "bundleDays, 0, 1 to 3650",
    "auditDays, 89, 90 to 2557",
    "auditDays, 2558, 90 to 2557"
  })
  void shouldNameTheBounds(String member, int days, String bounds) {
    // When
    var reply = put(json -> json.put(member, days));

    // Then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo(member);
    assertThat(reply.text()).contains(bounds);
  }

  @ParameterizedTest
  @CsvSource({
    "timeZone, Mars/Olympus",
    "timeZone, +09:00",
    "timeZone, asia/seoul",
    "language, de",
    "language, EN",
    "name, ' '"
  })
  void shouldRefuseWhatIsNone(String member, String text) {
    // When
    var reply = put(json -> json.put(member, text));

    // Then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo(member);
  }

  private ObjectNode settings() {
    return (ObjectNode) admin.get("/settings").json();
  }

  private TestApp.Reply put(Consumer<ObjectNode> change) {
    var wanted = settings();
    change.accept(wanted);
    return put(wanted);
  }

  private TestApp.Reply put(ObjectNode wanted) {
    return admin.call(
        "/settings", HttpRequest.newBuilder().PUT(BodyPublishers.ofString(wanted.toString())));
  }
}
