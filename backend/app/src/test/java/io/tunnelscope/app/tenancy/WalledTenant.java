package io.tunnelscope.app.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A tenant that has one of everything: a member, a gateway, a finished run with logs.
 *
 * @param ids by the name of the path parameter
 */
record WalledTenant(TestTenant tenant, String subscription, Map<String, String> ids) {
  private static final String GATEWAY = "sim-ConnectionsNotConnected";

  static WalledTenant withARun(WalledApp app, TestTenants tenants, String word) {
    var tenant = tenants.add(word);
    tenants.member(tenant, Role.OPERATOR);
    var subscription = tenants.subscription(tenant, "Simulated of " + word, "simulated");
    var target = tenants.gateway(tenant, subscription, GATEWAY);
    var token = app.token(tenant, Role.OPERATOR);
    var base = "/api/v1/t/" + tenant.slug() + "/runs";
    var started =
        app.send(
            "POST",
            base,
            Optional.of(token),
            Optional.of(new JsonObject().put("target", target).encode()));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    var run = new JsonObject(started.body()).getString("id");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> app.json(base + "/" + run, token).getString("state").equals("SUCCEEDED"));
    var name =
        app.json(base + "/" + run + "/logs", token)
            .getJsonArray("items")
            .getJsonObject(0)
            .getString("name");
    return new WalledTenant(
        tenant, subscription.toString(), Map.of("run", run, "target", target, "name", name));
  }

  /** Of the right form, and nobody's. */
  static Map<String, String> missingIds() {
    return Map.of(
        "run", "01900000-0000-7000-8000-000000000000",
        "target",
            "/subscriptions/01900000-0000-7000-8000-000000000000/resourceGroups/test/providers/Microsoft.Network/virtualNetworkGateways/"
                + GATEWAY,
        "name", "Never.txt");
  }

  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
