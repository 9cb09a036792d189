package io.tunnelscope.app.gateways;

import static io.tunnelscope.app.testing.HttpDoor.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets and subscriptions go when nothing of them runs; what they were found to have stays. */
@BackendTest
class RemovalIT {
  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant tenant;
  private TestApp.Caller admin;

  RemovalIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void fill() {
    tenant = tenants.add("removal");
    admin = app.as(tenant, Role.ADMIN);
  }

  @Test
  void shouldTakeAGatewayWithItsConnectionsAndKeepTheirRunsReadable() {
    // Given
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    var gateway = tenants.gateway(tenant, subscription, "sim-ConnectionsNotConnected");
    var connection = tenants.connection(tenant, gateway, "branch");
    var run = admin.runToItsEnd(gateway).path("id").asText();

    // When
    var reply = admin.delete("/targets/" + encoded(gateway));

    // Then
    assertThat(reply.status()).as(reply.text()).isEqualTo(204);
    assertThat(admin.get("/targets/" + encoded(gateway)).status()).isEqualTo(404);
    assertThat(admin.get("/targets/" + encoded(connection)).status()).isEqualTo(404);
    var shown = admin.get("/runs/" + run).json();
    assertThat(shown.toString()).contains(gateway, "sim-ConnectionsNotConnected");
    assertThat(shown.at("/diagnosis/results/0/cause").asText()).isNotBlank();
    assertThat(admin.get("/targets/" + encoded(gateway) + "/history").json().path("items"))
        .hasSize(1);
    assertThat(audited("gateway.remove")).singleElement().asString().contains("\"connections\": 1");
  }

  @Test
  void shouldBringBackADeletedTargetCleanWhenItIsFoundAgain() {
    // Given
    var subscription = tenants.subscription(tenant, "strongSwan", "strongswan");
    var body = "{\"gateway\":\"first\",\"address\":\"" + TestApp.VICI + "\"}";
    var gateway =
        admin
            .post("/subscriptions/" + subscription + "/targets", body)
            .json()
            .at("/items/0/id")
            .asText();
    admin.call(
        "/targets/" + encoded(gateway) + "/tags",
        HttpRequest.newBuilder().PUT(BodyPublishers.ofString("{\"tags\":{\"site\":\"seoul\"}}")));
    assertThat(admin.delete("/targets/" + encoded(gateway)).status()).isEqualTo(204);

    // When
    var again = admin.post("/subscriptions/" + subscription + "/targets", body);

    // Then
    assertThat(again.status()).as(again.text()).isEqualTo(201);
    assertThat(again.json().at("/items/0/id").asText()).isEqualTo(gateway);
    assertThat(again.json().at("/items/0/tags").toString()).isEqualTo("{}");
  }

  @Test
  void shouldTakeOneConnectionAlone() {
    // Given
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    var gateway = tenants.gateway(tenant, subscription, "hub");
    var gone = tenants.connection(tenant, gateway, "gone");
    var kept = tenants.connection(tenant, gateway, "kept");

    // When
    var reply = admin.delete("/targets/" + encoded(gone));

    // Then
    assertThat(reply.status()).as(reply.text()).isEqualTo(204);
    assertThat(admin.get("/targets/" + encoded(gone)).status()).isEqualTo(404);
    assertThat(admin.get("/targets/" + encoded(kept)).status()).isEqualTo(200);
    assertThat(audited("connection.remove")).hasSize(1);
  }

  @Test
  void shouldRefuseWhileARunIsOpen() {
    // Given
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    var gateway = tenants.gateway(tenant, subscription, "hub");
    var connection = tenants.connection(tenant, gateway, "Slow");
    open(subscription, connection.toUpperCase(Locale.ROOT));

    // Then
    for (var path :
        List.of(
            "/targets/" + encoded(gateway),
            "/targets/" + encoded(connection),
            "/subscriptions/" + subscription)) {
      var reply = admin.delete(path);
      assertThat(reply.status()).as(path).isEqualTo(409);
      assertThat(reply.text()).contains("queued or running");
    }
    assertThat(admin.get("/targets/" + encoded(connection)).status()).isEqualTo(200);
    var korean =
        admin.call(
            "/subscriptions/" + subscription,
            HttpRequest.newBuilder().DELETE().header("Accept-Language", "ko"));
    assertThat(korean.text()).contains("진행 중인 점검");
  }

  @Test
  void shouldEraseTheSecretsOfADeletedSubscriptionAndKeepItsName() {
    // Given
    var subscription =
        admin
            .post(
                "/subscriptions",
                """
                {"name": "azure", "provider": "azure", "azure": {"cloud": "public",
                  "subscription": "01900001-0000-7000-8000-000000000000", "directory": "contoso.example",
                  "clientId": "01900000-0000-7000-8000-000000000000", "clientSecret": "invented"}}
                """)
            .json()
            .path("id")
            .asText();
    var id = new SubscriptionId(UUID.fromString(subscription));
    var gateway = tenants.gateway(tenant, id, "hub");
    admin.call(
        "/subscriptions/" + subscription + "/storage",
        HttpRequest.newBuilder()
            .PUT(
                BodyPublishers.ofString(
                    """
                    {"accountId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/logs",
                     "container": "https://logs.blob.core.windows.net/bundles", "key": "aW52ZW50ZWRpbnZlbnRlZA=="}
                    """)));
    var run = finished(id, gateway);
    assertThat(secrets()).hasSize(2);

    // When
    var reply = admin.delete("/subscriptions/" + subscription);

    // Then
    assertThat(reply.status()).as(reply.text()).isEqualTo(204);
    assertThat(secrets()).isEmpty();
    assertThat(admin.get("/subscriptions").json().path("items")).isEmpty();
    var shown = admin.get("/runs/" + run);
    assertThat(shown.status()).as(shown.text()).isEqualTo(200);
    assertThat(shown.json().toString()).contains("\"azure\"");
    assertThat(admin.get("/runs").json().path("items")).hasSize(1);
    assertThat(audited("subscription.remove"))
        .singleElement()
        .asString()
        .contains("\"account\": true", "\"storage\": true", "\"gateways\": 1")
        .doesNotContain("invented");
  }

  @Test
  void shouldGiveTheNameOfADeletedSubscriptionToAnother() {
    // Given
    var body = "{\"name\":\"hq\",\"provider\":\"strongswan\"}";
    var first = admin.post("/subscriptions", body).json().path("id").asText();
    admin.delete("/subscriptions/" + first);

    // When
    var second = admin.post("/subscriptions", body);

    // Then
    assertThat(second.status()).as(second.text()).isEqualTo(201);
  }

  @Test
  void shouldKeepTheSubscriptionThatTakesUploads() {
    // Given
    var uploads = tenants.subscription(tenant, Subscription.UPLOADS, Subscription.UPLOADED);

    // When
    var reply = admin.delete("/subscriptions/" + uploads);

    // Then
    assertThat(reply.status()).isEqualTo(409);
  }

  private void open(SubscriptionId subscription, String target) {
    run(subscription, target, "QUEUED", null);
  }

  private String finished(SubscriptionId subscription, String target) {
    return run(subscription, target, "FAILED", OffsetDateTime.now(ZoneOffset.UTC));
  }

  private String run(SubscriptionId subscription, String target, String state, OffsetDateTime end) {
    return Sql.column(
            database.migrate(),
            """
            INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source,
              requester, state, queued_at, finished_at, failure_reason, failure_detail)
            VALUES (?, gen_random_uuid(), ?, ?, 'hub', 'gateway', 'simulated', 'user', 'somebody', ?, now(), ?,
              'INTERNAL', '')
            RETURNING run_id
            """,
            tenant.id().value(),
            subscription.value(),
            target,
            state,
            end)
        .getFirst();
  }

  private List<String> secrets() {
    return Sql.column(
        database.migrate(),
        """
        SELECT 'account' FROM azure_account WHERE tenant_id = ? AND client_secret_sealed IS NOT NULL
        UNION ALL
        SELECT 'storage' FROM log_storage WHERE tenant_id = ? AND key_sealed IS NOT NULL
        """,
        tenant.id().value(),
        tenant.id().value());
  }

  private List<String> audited(String action) {
    return Sql.column(
        database.migrate(),
        "SELECT details::text FROM audit WHERE tenant_id = ? AND action = ?",
        tenant.id().value(),
        action);
  }
}
