package io.tunnelscope.app.gateways;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The whole product with a subscription of Azure: added, discovered, troubleshot. */
@BackendTest
class AzureProductIT {
  private static final String SECRET = "canary.of-the-client-secret_0001";

  @Test
  void shouldTroubleshootWhatItDiscovered(Vertx vertx, TestDatabase database, TestTenants tenants) {
    try (var azure = new FakeAzure();
        var app =
            TestApp.with(
                vertx, database, Map.of("TUNNELSCOPE_EGRESS_ALLOW", azure.hostAndPort()))) {
      // Given
      var hub = azure.gateway("hub");
      var branch = azure.connection("branch", hub, "NotConnected");
      azure.stub(
          get(urlPathEqualTo("/subscriptions/" + FakeAzure.SUBSCRIPTION + "/resources")),
          okJson(listed(hub, branch)));
      azure.start(
          okJson(
              FakeAzure.result("2026-11-26T10:00:00Z", "UnHealthy", "PeerReachability").encode()));
      azure.stub(
          post(urlPathMatching(".*/listKeys")), FakeAzure.refusal(403, "AuthorizationFailed"));
      var tenant = tenants.add("product");
      var admin = app.as(tenant, Role.ADMIN);
      var added = admin.post("/subscriptions", subscription(azure));
      assertThat(added.status()).as(added.text()).isEqualTo(201);
      var one = "/subscriptions/" + added.json().path("id").asText();
      var stored = admin.call(one + "/storage", put(storage()));
      assertThat(stored.status()).as(stored.text()).isBetween(200, 204);

      // When
      var discovered = admin.post(one + "/targets/discover", "{}");
      var run = app.as(tenant, Role.OPERATOR).runToItsEnd("hub/branch");

      // Then
      assertThat(discovered.status()).as(discovered.text()).isEqualTo(200);
      assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
      var result = run.path("diagnosis").path("results").path(0);
      assertThat(result.path("id").asText()).isEqualTo("PeerReachability");
      assertThat(texts(result.path("evidence"), "file")).contains("NetworkWatcher.txt");
      var missing = run.path("diagnosis").path("missing").path(0);
      assertThat(missing.path("why").asText())
          .contains("Microsoft.Storage/storageAccounts/listKeys/action", "let the application");
      assertThat(azure.starts()).isEqualTo(1);
      assertThat(added.text() + discovered.text() + run).doesNotContain(SECRET);
    }
  }

  private static String listed(String... ids) {
    var value = new JsonArray();
    List.of(ids).forEach(id -> value.add(new JsonObject().put("id", id)));
    return new JsonObject().put("value", value).encode();
  }

  private static String subscription(FakeAzure azure) {
    return new JsonObject()
        .put("name", "Production")
        .put("provider", "azure")
        .put(
            "azure",
            new JsonObject()
                .put("authority", azure.endpoints().authority().toString())
                .put("resourceManager", azure.endpoints().resourceManager().toString())
                .put("subscription", FakeAzure.SUBSCRIPTION)
                .put("directory", FakeAzure.DIRECTORY)
                .put("clientId", "5b1f0c1e-1111-4222-8333-444455556666")
                .put("clientSecret", SECRET))
        .encode();
  }

  private static String storage() {
    return new JsonObject()
        .put("accountId", FakeAzure.STORAGE_ACCOUNT)
        .put("container", "https://st1.blob.core.windows.net/cn1")
        .encode();
  }

  private static HttpRequest.Builder put(String json) {
    return HttpRequest.newBuilder()
        .PUT(BodyPublishers.ofString(json))
        .header("Content-Type", "application/json");
  }

  private static List<String> texts(JsonNode list, String member) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(each -> each.path(member).asText())
        .toList();
  }
}
