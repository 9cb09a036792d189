package io.tunnelscope.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tunnelscope.app.http.Route;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.ArmClient;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.http.HttpMethod;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every route that can change something, asked once as it should be: what it did stands in the
 * audit once. A new route fails until it is known here.
 */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnsafeRouteIT {
  /** Routes with an unsafe method that leave another number of records than one, and why. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "POST /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/networkWatchers/{watcher}/queryTroubleshootResult",
          "a question that Azure's clients send with POST: nothing changes",
          "POST /api/v1/t/{tenant}/subscriptions/{subscription}/targets",
          "two deeds: the gateway is added, then it is asked for its connections",
          "PUT /api/v1/t/{tenant}/identity-provider",
          "needs a provider that answers: OidcLoginIT",
          "DELETE /api/v1/t/{tenant}/identity-provider",
          "needs one that is set: OidcLoginIT",
          "POST /slack/commands",
          "Slack signs it: SlackInIT",
          "POST /slack/interactivity",
          "Slack signs it: SlackInIT",
          "POST /slack/events",
          "Slack signs it: SlackInIT");

  /** Of these the audit tells what was and what is. */
  private static final Set<String> SETTINGS =
      Set.of(
          "settings.set",
          "target.tag",
          "subscription.remove",
          "secret.replace",
          "secret.remove",
          "storage.set",
          "storage.remove",
          "token.create",
          "token.revoke",
          "member.change",
          "member.remove",
          "role-mapping.set",
          "slack-channel.bind");

  private static final String SECRET = "invented";

  private static final String CREDENTIAL =
      """
      {"directory": "contoso.example", "clientId": "01900000-0000-7000-8000-000000000000",
       "clientSecret": "invented"}
      """;
  private static final String STORAGE =
      """
      {"accountId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/logs",
       "container": "https://logs.blob.core.windows.net/bundles"}
      """;

  private static final String SCOPE = "/api/v1/t/{tenant}";

  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant mine;
  private SubscriptionId strongswan;
  private SubscriptionId azure;
  private String target;
  private String slow;
  private String troubleshot;
  private String one;
  private String other;
  private String account;
  private String accountToo;
  private TestApp.Caller admin;

  UnsafeRouteIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  /** A valid request, and the action that it leaves in the audit. */
  private record Deed(String action, Supplier<TestApp.Reply> request) {}

  @BeforeAll
  void fill() {
    mine = tenants.add("mine");
    var subscription = tenants.subscription(mine, "Simulated", "simulated");
    target = tenants.gateway(mine, subscription, "sim-NoFault");
    var second = tenants.gateway(mine, subscription, "sim-CPUExceeded");
    one = tenants.connection(mine, target, "to-second");
    other = tenants.connection(mine, second, "to-first");
    Sql.update(
        database.migrate(),
        "UPDATE connection SET kind = 'Vnet2Vnet' WHERE tenant_id = ?",
        mine.id().value());
    slow = tenants.gateway(mine, tenants.subscription(mine, "Slow", "simulated"), "sim-Slow");
    // the door refuses a busy subscription, and a cancelled run may take a moment to end
    azure = tenants.subscription(mine, "Azure", "simulated");
    troubleshot = tenants.gateway(mine, azure, "sim-NoFault");
    strongswan = tenants.subscription(mine, "strongSwan", "strongswan");
    admin = app.as(mine, Role.ADMIN);
    admin.post(
        "/subscriptions/" + strongswan + "/targets",
        "{\"gateway\":\"first\",\"address\":\"" + TestApp.VICI + "\"}");
    account = azureAccount("1");
    accountToo = azureAccount("2");
  }

  /** The id of a new subscription of ours that stands for that one of Azure. */
  private String azureAccount(String digit) {
    var body =
        """
        {"name": "azure-%1$s", "provider": "azure", "azure": {"cloud": "public",
          "subscription": "0190000%1$s-0000-7000-8000-000000000000", "directory": "contoso.example",
          "clientId": "01900000-0000-7000-8000-000000000000", "clientSecret": "invented"}}
        """
            .formatted(digit);
    var added = admin.post("/subscriptions", body);
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    return added.json().path("id").asText();
  }

  private Map<String, Deed> deeds() {
    return Map.ofEntries(
        deed("POST /runs", "run.start", () -> admin.post("/runs", json("target", target))),
        deed("POST /runs/{run}/cancel", "run.cancel", () -> cancel(startSlow())),
        deed("POST /schedules", "schedule.add", this::addSchedule),
        deed(
            "PUT /schedules/{schedule}",
            "schedule.change",
            () -> put("/schedules/" + addSchedule().json().path("id").asText(), schedule())),
        deed(
            "DELETE /schedules/{schedule}",
            "schedule.remove",
            () -> admin.delete("/schedules/" + addSchedule().json().path("id").asText())),
        deed("POST /bundles", "bundle.upload", () -> admin.upload("/bundles", log())),
        deed(
            "POST /subscriptions",
            "subscription.add",
            () -> admin.post("/subscriptions", "{\"name\":\"new\",\"provider\":\"strongswan\"}")),
        deed(
            "POST /subscriptions/{subscription}/targets/discover",
            "gateway.discover",
            () -> admin.post("/subscriptions/" + strongswan + "/targets/discover", "{}")),
        deed(
            "PUT /subscriptions/{subscription}/credential",
            "secret.replace",
            () -> put("/subscriptions/" + account + "/credential", CREDENTIAL)),
        deed(
            "DELETE /subscriptions/{subscription}/credential",
            "secret.remove",
            () -> admin.delete("/subscriptions/" + accountToo + "/credential")),
        deed(
            "PUT /subscriptions/{subscription}/storage",
            "storage.set",
            () -> put("/subscriptions/" + account + "/storage", STORAGE)),
        deed("DELETE /subscriptions/{subscription}/storage", "storage.remove", this::removeStorage),
        deed("PUT /targets/{target}/tags", "target.tag", this::tag),
        deed("DELETE /targets/{target}", "gateway.remove", this::removeGateway),
        deed(
            "DELETE /subscriptions/{subscription}",
            "subscription.remove",
            this::removeSubscription),
        deed("PUT /settings", "settings.set", this::setSettings),
        deed("PUT /targets/{target}/baseline", "baseline.set", this::pin),
        deed("DELETE /targets/{target}/baseline", "baseline.remove", this::unpin),
        deed("PUT /targets/{target}/twin", "twin.set", this::pair),
        deed("DELETE /targets/{target}/twin", "twin.remove", this::part),
        deed(
            "POST /tokens",
            "token.create",
            () -> admin.post("/tokens", "{\"name\":\"t\",\"role\":\"viewer\",\"days\":1}")),
        deed("DELETE /tokens/{token}", "token.revoke", this::revoke),
        deed(
            "PATCH /members/{member}",
            "member.change",
            () ->
                admin.call(
                    "/members/" + tenants.member(mine, Role.VIEWER),
                    HttpRequest.newBuilder()
                        .method("PATCH", BodyPublishers.ofString(json("role", "operator"))))),
        deed(
            "DELETE /members/{member}",
            "member.remove",
            () -> admin.delete("/members/" + tenants.member(mine, Role.VIEWER))),
        deed(
            "POST /identity-provider/test",
            "identity-provider.test",
            () -> admin.post("/identity-provider/test", json("issuer", "https://127.0.0.1:1"))),
        deed(
            "PUT /role-mappings",
            "role-mapping.set",
            () -> put("/role-mappings", "{\"items\":[{\"value\":\"g\",\"role\":\"viewer\"}]}")),
        deed(
            "DELETE /slack/workspaces/{workspace}",
            "slack-workspace.disconnect",
            () -> admin.delete("/slack/workspaces/" + slackWorkspace())),
        deed(
            "PUT /slack/channels/{workspace}/{channel}",
            "slack-channel.bind",
            () -> bind(slackWorkspace())),
        deed("DELETE /slack/channels/{workspace}/{channel}", "slack-channel.unbind", this::unbind),
        deed("POST /slack/links/{link}", "slack-account.link", this::linkSlackAccount),
        Map.entry("POST /api/v1/session/tenant", new Deed("session.switch", this::switchTenant)),
        Map.entry("POST /api/v1/session/logout", new Deed("session.end", this::signOut)),
        Map.entry("POST /api/v1/demo/sign-in", new Deed("session.start", this::signIn)),
        Map.entry(
            "POST /adfs/oauth2/token", new Deed("token.grant", () -> grant("/adfs/oauth2/token"))),
        Map.entry(
            "POST /{tenantGuid}/oauth2/v2.0/token",
            new Deed("token.grant", () -> grant("/" + mine.id() + "/oauth2/v2.0/token"))),
        Map.entry(
            "POST /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/networkWatchers/{watcher}/troubleshoot",
            new Deed("run.start", this::troubleshoot)));
  }

  private static Map.Entry<String, Deed> deed(
      String route, String action, Supplier<TestApp.Reply> request) {
    var parts = route.split(" ", 2);
    return Map.entry(parts[0] + " " + SCOPE + parts[1], new Deed(action, request));
  }

  @Test
  void shouldKnowEveryRouteThatCanChangeSomething() {
    var known = Stream.concat(deeds().keySet().stream(), EXCEPTIONS.keySet().stream()).toList();
    assertThat(unsafe().map(UnsafeRouteIT::key)).containsExactlyInAnyOrderElementsOf(known);
  }

  @TestFactory
  Stream<DynamicTest> shouldLeaveOneRecordOfEveryDeed() {
    var deeds = deeds();
    return unsafe()
        .map(UnsafeRouteIT::key)
        .filter(deeds::containsKey)
        .map(key -> dynamicTest(key, () -> shouldLeaveOneRecord(deeds.get(key))));
  }

  private void shouldLeaveOneRecord(Deed deed) {
    // When: what it needs before it is another request
    var reply = deed.request().get();

    // Then
    assertThat(reply.status()).as(reply.text()).isBetween(200, 299);
    var request = reply.header("x-request-id").orElseThrow();
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT action FROM audit WHERE tenant_id = ? AND request_id = ?",
                mine.id().value(),
                request))
        .containsExactly(deed.action());
    if (SETTINGS.contains(deed.action())) {
      assertThat(details(request))
          .containsAnyOf("\"before\":", "\"after\":")
          .doesNotContain(SECRET);
    }
  }

  private String details(String request) {
    return Sql.column(
            database.migrate(),
            "SELECT details::text FROM audit WHERE tenant_id = ? AND request_id = ?",
            mine.id().value(),
            request)
        .getFirst();
  }

  @Test
  void shouldLeaveTwoRecordsWhereAGatewayIsAddedAndAsked() {
    // Given
    var another = tenants.subscription(mine, "another", "strongswan");

    // When
    var added =
        admin.post(
            "/subscriptions/" + another + "/targets",
            "{\"gateway\":\"second\",\"address\":\"" + TestApp.VICI + "\"}");

    // Then
    assertThat(actions(added)).containsExactly("gateway.add", "gateway.discover");
  }

  @Test
  void shouldTellOnWhoseBehalfATokenActs() {
    // Given
    var person = app.signedIn(mine, Role.ADMIN);
    var token =
        person
            .post("/tokens", "{\"name\":\"nightly\",\"role\":\"auditor\",\"days\":1}")
            .json()
            .path("token")
            .asText();

    // When
    var read =
        app.send(
            "/api/v1/t/" + mine.slug() + "/audit",
            HttpRequest.newBuilder().header("Authorization", "Bearer " + token).GET());

    // Then
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT actor || ' for ' || on_behalf_of FROM audit WHERE request_id = ?",
                read.header("x-request-id").orElseThrow()))
        .singleElement()
        .asString()
        .startsWith("nightly for ")
        .doesNotEndWith("tunnelscope");
  }

  @Test
  void shouldVouchForTheStepsOfARun() {
    // When
    var run = admin.runToItsEnd(target).path("id").asText();

    // Then
    assertThat(
            Sql.column(
                database.migrate(),
                """
                SELECT details->>'steps' || ' ' || length(details->>'stepLog') || ' ' || on_behalf_of
                FROM audit WHERE tenant_id = ? AND action = 'run.finish' AND object = ?
                """,
                mine.id().value(),
                run))
        .singleElement()
        .asString()
        .matches("[1-9][0-9]* 64 test");
  }

  @Test
  void shouldWriteDownWhoWasTurnedAway() {
    // Given
    var viewer = app.as(mine, Role.VIEWER);
    var token =
        app.as(mine, Role.ADMIN)
            .post("/tokens", "{\"name\":\"gone\",\"role\":\"viewer\",\"days\":1}")
            .json();
    admin.delete("/tokens/" + token.path("id").asText());
    var browser = app.signedIn(mine, Role.OPERATOR);

    // When
    var forbidden = viewer.post("/runs", json("target", target));
    var revoked =
        app.send(
            "/api/v1/t/" + mine.slug() + "/runs",
            HttpRequest.newBuilder()
                .header("Authorization", "Bearer " + token.path("token").asText())
                .GET());
    var forged =
        app.send(
            "/api/v1/t/" + mine.slug() + "/runs",
            browser
                .signed(
                    HttpRequest.newBuilder().POST(BodyPublishers.ofString(json("target", target))))
                .setHeader("Sec-Fetch-Site", "cross-site"));

    // Then
    assertThat(List.of(forbidden.status(), revoked.status(), forged.status()))
        .containsExactly(403, 401, 403);
    assertThat(actions(forbidden)).containsExactly("denied");
    assertThat(actions(revoked)).containsExactly("denied");
    assertThat(actions(forged)).containsExactly("denied");
  }

  private List<String> actions(TestApp.Reply reply) {
    return Sql.column(
        database.migrate(),
        "SELECT action FROM audit WHERE tenant_id = ? AND request_id = ? ORDER BY seq",
        mine.id().value(),
        reply.header("x-request-id").orElseThrow());
  }

  private String startSlow() {
    return admin.post("/runs", json("target", slow)).json().path("id").asText();
  }

  private TestApp.Reply cancel(String run) {
    return admin.post("/runs/" + run + "/cancel", "{}");
  }

  private TestApp.Reply troubleshoot() {
    return ArmClient.signedIn(app, mine, Role.OPERATOR).troubleshoot(azure, troubleshot);
  }

  private TestApp.Reply addSchedule() {
    return admin.post("/schedules", schedule());
  }

  private String schedule() {
    return "{\"targets\":\"" + target + "\",\"cron\":\"0 0 1 1 *\"}";
  }

  /** The id of one that the bot is in. */
  private String slackWorkspace() {
    var id = UUID.randomUUID();
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_workspace (tenant_id, workspace_id, app_id, enterprise_id, team_id, state,
                                     tokens_sealed, key_version)
        VALUES (?, ?, 'A1', '', ?, 'active', decode(repeat('00', 32), 'hex'), 1)
        """,
        mine.id().value(),
        id,
        "T" + id);
    return id.toString();
  }

  private TestApp.Reply bind(String workspace) {
    return put("/slack/channels/" + workspace + "/C1", "{\"name\":\"vpn\",\"ceiling\":\"viewer\"}");
  }

  private TestApp.Reply unbind() {
    var workspace = slackWorkspace();
    bind(workspace);
    return admin.delete("/slack/channels/" + workspace + "/C1");
  }

  private TestApp.Reply linkSlackAccount() {
    var code = "a".repeat(43);
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_link (tenant_id, link_hash, workspace_id, slack_user, slack_name, expires_at)
        VALUES (?, sha256(?::bytea), ?::uuid, 'U1', 'A', now() + interval '1 minute')
        """,
        mine.id().value(),
        code,
        slackWorkspace());
    return app.signedIn(mine, Role.VIEWER).post("/slack/links/" + code, "{}");
  }

  private TestApp.Reply grant(String path) {
    return ArmClient.token(app, path, ArmClient.ServicePrincipal.of(app, mine, Role.VIEWER).form());
  }

  private TestApp.Reply pair() {
    part();
    return admin.call(
        "/targets/" + HttpDoor.encoded(one) + "/twin",
        HttpRequest.newBuilder().PUT(BodyPublishers.ofString(json("twin", other))));
  }

  private TestApp.Reply part() {
    admin.call(
        "/targets/" + HttpDoor.encoded(one) + "/twin",
        HttpRequest.newBuilder().PUT(BodyPublishers.ofString(json("twin", other))));
    return admin.delete("/targets/" + HttpDoor.encoded(one) + "/twin");
  }

  private TestApp.Reply pin() {
    var run = admin.post("/runs", json("target", target)).json().path("id").asText();
    admin.events("/runs/" + run + "/events");
    return put("/targets/" + HttpDoor.encoded(target) + "/baseline", json("run", run));
  }

  private TestApp.Reply unpin() {
    pin();
    return admin.delete("/targets/" + HttpDoor.encoded(target) + "/baseline");
  }

  private TestApp.Reply tag() {
    return put("/targets/" + HttpDoor.encoded(one) + "/tags", "{\"tags\":{\"site\":\"seoul\"}}");
  }

  private TestApp.Reply removeGateway() {
    var gone = tenants.gateway(mine, azure, "gone");
    return admin.delete("/targets/" + HttpDoor.encoded(gone));
  }

  private TestApp.Reply removeSubscription() {
    return admin.delete("/subscriptions/" + tenants.subscription(mine, "gone", "simulated"));
  }

  private TestApp.Reply setSettings() {
    var settings = (ObjectNode) admin.get("/settings").json();
    return put("/settings", settings.put("timeZone", "Asia/Seoul").toString());
  }

  private TestApp.Reply removeStorage() {
    put("/subscriptions/" + accountToo + "/storage", STORAGE);
    return admin.delete("/subscriptions/" + accountToo + "/storage");
  }

  private TestApp.Reply put(String path, String body) {
    return admin.call(path, HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)));
  }

  private TestApp.Reply revoke() {
    var made = admin.post("/tokens", "{\"name\":\"t\",\"role\":\"viewer\",\"days\":1}");
    return admin.delete("/tokens/" + made.json().path("id").asText());
  }

  private TestApp.Reply signIn() {
    app.signedIn(mine, Role.VIEWER); // makes the personas
    return app.send(
        "/api/v1/demo/sign-in",
        HttpRequest.newBuilder()
            .header("Origin", app.origin())
            .POST(BodyPublishers.ofString(json("persona", mine.slug() + "-viewer"))));
  }

  private TestApp.Reply switchTenant() {
    return app.send(
        "/api/v1/session/tenant",
        app.signedIn(mine, Role.VIEWER)
            .signed(
                HttpRequest.newBuilder()
                    .POST(BodyPublishers.ofString(json("tenant", mine.slug())))));
  }

  private TestApp.Reply signOut() {
    return app.send(
        "/api/v1/session/logout",
        app.signedIn(mine, Role.VIEWER)
            .signed(HttpRequest.newBuilder().POST(BodyPublishers.noBody())));
  }

  private Stream<Route> unsafe() {
    return app.application().routes().table().stream()
        .filter(route -> !HttpMethod.GET.equals(route.method()));
  }

  private static String key(Route route) {
    return route.method() + " " + route.template();
  }

  private static String json(String name, String value) {
    return "{\"" + name + "\":\"" + value + "\"}";
  }

  private static byte[] log() {
    return "Nov 26 08:00:01 gw charon: 05[IKE] initiating IKE_SA branch[1] to 198.51.100.7\n"
        .getBytes(UTF_8);
  }
}
