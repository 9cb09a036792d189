package io.tunnelscope.app.gateways;

import static io.tunnelscope.app.testing.HttpDoor.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.azure.AzureEndpoints;
import io.tunnelscope.app.providers.azure.AzureInventory.Found;
import io.tunnelscope.app.providers.azure.AzureInventory.FoundConnection;
import io.tunnelscope.app.providers.azure.AzureInventory.FoundGateway;
import io.tunnelscope.app.providers.vici.ViciDiscovery;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.GatewayKind;
import io.tunnelscope.core.network.VpnType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Subscriptions of Azure as admins set them up, and what Azure says is in them. */
@BackendTest
class AzureSubscriptionIT {
  private static final String SECRET = "Q7x~canary.of-the-first-secret_0001";
  private static final String OTHER_SECRET = "Q7x~canary.of-the-other-secret_0002";
  private static final String KEY = "Y2FuYXJ5LW9mLXRoZS1zdG9yYWdlLWtleS1jYW5hcnktb2Y=";
  private static final String CLIENT = "5b1f0c1e-1111-4222-8333-444455556666";
  private static final String DIRECTORY = "0a9d8c7b-aaaa-4bbb-8ccc-ddddeeeeffff";
  private static final String ACCOUNT =
      "/subscriptions/a/resourceGroups/logs/providers/Microsoft.Storage/storageAccounts/vpnlogs";
  private static final String CONTAINER = "https://vpnlogs.blob.core.windows.net/bundles";

  private final TestDatabase database;
  private final TestTenants tenants;
  private final TargetStore targets;
  private final SubscriptionStore subscriptions;
  private final GatewayDesk gateways;
  private final AzureSide azure;
  private final Vertx vertx;
  private final String azureSubscription = UUID.randomUUID().toString();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  private TestTenant tenant;
  private HttpDoor http;

  AzureSubscriptionIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    var ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
    var audit = new AuditLog();
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
    targets = new TargetStore(db);
    subscriptions = new SubscriptionStore(db, ids, audit);
    gateways =
        new GatewayDesk(
            subscriptions,
            new GatewayStore(db, ids, audit),
            new ConnectionStore(db, ids, audit),
            targets,
            new AllowList(vertx, io.tunnelscope.app.settings.ViciSettings.none()),
            new ViciDiscovery(vertx),
            Clock.systemUTC());
    azure = new AzureSide(db, TestKeys.kms(vertx));
  }

  @BeforeEach
  void begin() {
    tenant = tenants.add("azure");
    logged.start();
    root.addAppender(logged);
    open();
  }

  /** A server with the settings as they are now. */
  private void open() {
    if (http != null) {
      http.close();
    }
    var desk = azure.desk();
    http =
        new HttpDoor(
            vertx,
            routes -> {
              new SubscriptionRoutes(gateways, desk).mount(routes);
              new AccountRoutes(desk).mount(routes);
              new GatewayRoutes(new Targets(targets), targets, subscriptions).mount(routes);
            });
    http.admit(tenant);
  }

  @AfterEach
  void close() {
    http.close();
    root.detachAppender(logged);
    root.setLevel(level);
  }

  @Test
  void shouldAddASubscriptionThatTellsAllButItsSecret() {
    // When
    var added = add("Production", account());

    // Then
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    var listed = http.json(tenant, "/subscriptions").getJsonArray("items").getJsonObject(0);
    assertThat(listed).isEqualTo(json(added));
    var told = listed.getJsonObject("azure");
    assertThat(told.getString("cloud")).isEqualTo("public");
    assertThat(told.getString("subscription")).isEqualTo(azureSubscription);
    assertThat(told.getString("directory")).isEqualTo(DIRECTORY);
    assertThat(told.getString("clientId")).isEqualTo(CLIENT);
    assertThat(told.getInstant("secretSetAt")).isNotNull();
    assertThat(audited()).containsExactly("subscription.add", "secret.set");
  }

  @Test
  void shouldUseWhatWasStoredLast() {
    // Given
    var id = added();
    put(id, "/credential", credential(OTHER_SECRET).put("directory", "contoso.example"));
    put(id, "/storage", storage().put("key", KEY));

    // When
    discover(id);

    // Then
    var account = azure.asked().getFirst();
    assertThat(account.endpoints()).isEqualTo(AzureEndpoints.PUBLIC);
    assertThat(account.directory()).isEqualTo("contoso.example");
    assertThat(account.clientId()).isEqualTo(CLIENT);
    assertThat(account.clientSecret().reveal()).isEqualTo(OTHER_SECRET);
    assertThat(account.subscription()).isEqualTo(azureSubscription);
    var storage = account.storage().orElseThrow();
    assertThat(storage.container()).hasToString(CONTAINER);
    assertThat(storage.key().orElseThrow().reveal()).isEqualTo(KEY);
    assertThat(audited())
        .containsExactly(
            "subscription.add",
            "secret.set",
            "secret.replace",
            "storage.set",
            "secret.use",
            "subscription.discover");
  }

  @Test
  void shouldLetARunUseTheSecretAndSaySoOnce() {
    // Given
    var id = added();
    var target = gatewayId(id, "hub");

    // When
    var account = Results.of(azure.stored().find(tenant.id().value(), new ArmId(target)));

    // Then
    assertThat(account.orElseThrow().clientSecret().reveal()).isEqualTo(SECRET);
    assertThat(account.orElseThrow().storage()).isEmpty();
    assertThat(audited()).containsExactly("subscription.add", "secret.set", "secret.use");
    assertThat(details("secret.use")).contains(target).contains("azure");
  }

  @Test
  void shouldHaveNothingToUseOnceTheSecretWasTakenAway() {
    // Given
    var id = added();
    put(id, "/storage", storage().put("key", KEY));

    // When
    var removed = send("DELETE", "/subscriptions/" + id + "/credential", "", "admin");
    send("DELETE", "/subscriptions/" + id + "/credential", "", "admin");
    send("DELETE", "/subscriptions/" + id + "/storage", "", "admin");

    // Then
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(Results.of(azure.stored().find(tenant.id().value(), new ArmId(gatewayId(id, "g")))))
        .isEmpty();
    assertThat(json(discover(id)).getJsonObject("failure").getString("reason"))
        .isEqualTo("NO_SECRET");
    assertThat(azure.asked()).isEmpty();
    var listed = http.json(tenant, "/subscriptions").getJsonArray("items").getJsonObject(0);
    assertThat(listed.getJsonObject("azure").containsKey("secretSetAt")).isFalse();
    assertThat(listed.containsKey("storage")).isFalse();
    assertThat(audited())
        .containsExactly(
            "subscription.add", "secret.set", "storage.set", "secret.remove", "storage.remove");
  }

  @Test
  void shouldKeepWhatAzureHasUnderOurSubscription() {
    // Given
    var id = added();
    var hub = azureGateway("Net", "hub", GatewayKind.VPN, VpnType.ROUTE_BASED);
    var old = azureGateway("net", "old", GatewayKind.VPN, VpnType.POLICY_BASED);
    var express = azureGateway("Net", "circuit", GatewayKind.EXPRESS_ROUTE, null);
    azure.says(
        found(
            List.of(
                new FoundGateway(hub, "koreacentral"),
                new FoundGateway(old, "koreacentral"),
                new FoundGateway(express, "germanywestcentral")),
            List.of(
                new FoundConnection(
                    connection(hub, "branch", ConnectionKind.IPSEC), "koreacentral"),
                new FoundConnection(connection(hub, "users", ConnectionKind.VPN_CLIENT), ""),
                new FoundConnection(
                    connection(express, "line", ConnectionKind.EXPRESS_ROUTE), "centralus"))));

    // When
    var round = json(discover(id));

    // Then
    assertThat(round.getJsonArray("gatewaysAdded")).containsExactly("hub", "old", "circuit");
    assertThat(round.getJsonArray("items").getJsonObject(0).getJsonArray("added"))
        .containsExactly("hub/branch", "hub/users");
    assertThat(listed("name"))
        .containsExactly("circuit", "circuit/line", "hub", "hub/branch", "hub/users", "old");
    assertThat(listed("location"))
        .containsExactly(
            "germanywestcentral",
            "centralus",
            "koreacentral",
            "koreacentral",
            "koreacentral",
            "koreacentral");
    assertThat(listed("id").get(2))
        .isEqualTo(
            "/subscriptions/%s/resourceGroups/Net/providers/Microsoft.Network/virtualNetworkGateways/hub"
                .formatted(id));
    assertThat(
            items()
                .filter(item -> !item.getBoolean("supported"))
                .map(item -> item.getString("name") + ": " + item.getString("unsupportedReason")))
        .hasSize(4)
        .allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(30));
  }

  @Test
  void shouldKeepWhatVanishedAndSaySo() {
    // Given
    var id = added();
    var hub = azureGateway("net", "hub", GatewayKind.VPN, VpnType.ROUTE_BASED);
    var spare = azureGateway("net", "spare", GatewayKind.VPN, VpnType.ROUTE_BASED);
    azure.says(
        found(
            List.of(new FoundGateway(hub, "koreacentral"), new FoundGateway(spare, "koreacentral")),
            List.of(
                new FoundConnection(connection(hub, "a", ConnectionKind.IPSEC), "koreacentral"),
                new FoundConnection(connection(hub, "b", ConnectionKind.IPSEC), "koreacentral"))));
    discover(id);
    var changed = azureGateway("net", "hub", GatewayKind.VPN, VpnType.POLICY_BASED);
    azure.says(
        found(
            List.of(new FoundGateway(changed, "koreasouth")),
            List.of(
                new FoundConnection(
                    connection(changed, "B", ConnectionKind.VNET2VNET), "koreasouth"),
                new FoundConnection(connection(spare, "lost", ConnectionKind.IPSEC), ""))));

    // When
    var round = json(discover(id));

    // Then
    var item = round.getJsonArray("items").getJsonObject(0);
    assertThat(item.getJsonArray("added")).isEmpty();
    assertThat(item.getJsonArray("notLoaded")).containsExactly("hub/a");
    assertThat(round.getJsonArray("gatewaysGone")).containsExactly("spare");
    assertThat(round.getInteger("ignored")).isEqualTo(1);
    assertThat(listed("name")).containsExactly("hub", "hub/a", "hub/b", "spare");
    assertThat(listed("location"))
        .containsExactly("koreasouth", "koreasouth", "koreasouth", "koreacentral");
    assertThat(listed("type")).containsExactly("Vpn", "IPsec", "Vnet2Vnet", "Vpn");
  }

  @ParameterizedTest
  @CsvSource({
    "unauthorized, UNAUTHORIZED, role",
    "throttled, THROTTLED, minutes",
    "late, TIMED_OUT, later",
    "away, UNREACHABLE, machine"
  })
  void shouldSayWhyAzureDidNotSay(String how, String reason, String word) {
    // Given
    var id = added();
    azure.says(
        Future.failedFuture(
            new CollectFailed(
                switch (how) {
                  case "unauthorized" -> new CollectFailure.Unauthorized();
                  case "throttled" -> new CollectFailure.Throttled(Optional.empty());
                  case "late" -> new CollectFailure.TimedOut();
                  default -> new CollectFailure.Unreachable();
                })));

    // When
    var failure = json(discover(id)).getJsonObject("failure");

    // Then
    assertThat(failure.getString("reason")).isEqualTo(reason);
    assertThat(failure.getString("detail")).contains(word);
    assertThat(audited()).endsWith("secret.use");
  }

  @Test
  void shouldOpenACustomCloudOnlyWhileTheOperatorListsIt() {
    // Given
    var custom = account();
    custom.remove("cloud");
    custom.put("authority", "https://login.stack.example:8443/adfs/");
    custom.put("resourceManager", "https://management.stack.example");
    azure.allow("login.stack.example:8443");
    open();
    var refused = add("Stack", custom);
    azure.allow("login.stack.example:8443", "Management.Stack.example:443");
    open();

    // When
    var added = add("Stack", custom);
    var id = json(added).getString("id");
    discover(id);
    azure.allow();
    open();
    var withdrawn = json(discover(id)).getJsonObject("failure");

    // Then
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("not-offered", "TUNNELSCOPE_EGRESS_ALLOW");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(json(added).getJsonObject("azure").getString("authority"))
        .isEqualTo("https://login.stack.example:8443/adfs");
    assertThat(azure.asked()).hasSize(1);
    assertThat(azure.asked().getFirst().endpoints().resourceManager())
        .hasToString("https://management.stack.example");
    assertThat(withdrawn.getString("reason")).isEqualTo("NOT_OFFERED");
    assertThat(Results.of(azure.stored().find(tenant.id().value(), new ArmId(gatewayId(id, "g")))))
        .isEmpty();
  }

  @Test
  void shouldRefuseASecondSubscriptionForOneOfAzure() {
    // Given
    added();

    // When
    var again = add("Once more", account());

    // Then
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("replace its credential");
    assertThat(http.json(tenant, "/subscriptions").getJsonArray("items")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cloud | moon | azure.cloud",
        "cloud | custom | azure.cloud",
        "authority | https://login.example | azure.cloud",
        "directory | two words | azure.directory",
        "directory | ../evil | azure.directory",
        "clientId | nobody | azure.clientId",
        "subscription | /subscriptions/x | azure.subscription",
        "clientSecret | has blanks inside | azure.clientSecret",
        "clientSecret | '' | azure.clientSecret",
        "certificate | x | azure.certificate",
      })
  void shouldNameEveryFieldThatIsWrong(String field, String value, String complaint) {
    // When
    var refused = add("Production", account().put(field, value));

    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(fields(refused)).containsExactly(complaint);
    assertThat(refused.body()).doesNotContain("has blanks inside", SECRET);
  }

  @Test
  void shouldSayInKoreanWhatIsWrong() {
    // When
    var refused =
        http.send(
            http.to(tenant, "/subscriptions")
                .header("X-Role", "admin")
                .header("Accept-Language", "ko")
                .POST(BodyPublishers.ofString("{\"name\":\"a\",\"provider\":\"azure\"}"))
                .build());

    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"field\":\"azure\"").contains("필수 항목입니다");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://vpnlogs.blob.core.windows.net/bundles",
        "https://vpnlogs.blob.core.windows.net/bundles?sig=x",
        "https://vpnlogs.blob.core.windows.net/",
        "https://vpnlogs.blob.core.windows.net/a/b/c",
        "https://other.blob.core.windows.net/bundles",
        "https://user@vpnlogs.blob.core.windows.net/bundles",
        "ftp://127.0.0.1/bundles",
        "bundles"
      })
  void shouldRefuseWhatIsNoContainerOfTheAccount(String container) {
    // Given
    var id = added();

    // When
    var refused = put(id, "/storage", storage().put("container", container));

    // Then
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(fields(refused)).containsExactly("container");
  }

  @Test
  void shouldPutBundlesOutsideOfAzureOnlyWhereTheOperatorLists() {
    // Given
    var id = tenants.subscription(tenant, "Lab", "strongswan");
    var local = storage().put("container", "http://127.0.0.1:10000/devstoreaccount1/bundles");
    var evil =
        storage().put("container", "https://vpnlogs.blob.core.windows.net.evil.example/bundles");

    // When
    var refused = put(id.toString(), "/storage", local);
    var refusedToo = put(id.toString(), "/storage", evil);
    azure.allow("127.0.0.1:10000");
    open();
    var stored = put(id.toString(), "/storage", local.put("key", KEY));

    // Then
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refusedToo.statusCode()).isEqualTo(422);
    assertThat(stored.statusCode()).as(stored.body()).isEqualTo(204);
    var storage = Results.of(azure.stored().storage(tenant.id(), id)).orElseThrow();
    assertThat(storage.key().orElseThrow().reveal()).isEqualTo(KEY);
    assertThat(audited()).containsExactly("storage.set", "secret.use");
    azure.allow();
    assertThat(Results.of(azure.stored().storage(tenant.id(), id))).isEmpty();
  }

  @Test
  void shouldLetAdminsOfTheTenantAloneTouchSecrets() {
    // Given
    var id = added();
    var one = "/subscriptions/" + id;
    var stranger = http.admit(tenants.add("stranger"));

    // Then
    for (var role : List.of("viewer", "operator", "auditor")) {
      assertThat(
              Stream.of(
                  send("POST", "/subscriptions", adding("x", account()), role),
                  send("PUT", one + "/credential", credential(OTHER_SECRET).encode(), role),
                  send("DELETE", one + "/credential", "", role),
                  send("PUT", one + "/storage", storage().encode(), role),
                  send("DELETE", one + "/storage", "", role),
                  send("POST", one + "/targets/discover", "{}", role)))
          .as(role)
          .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(403));
    }
    var mine = tenant;
    tenant = stranger;
    assertThat(
            Stream.of(
                send("PUT", one + "/credential", credential(OTHER_SECRET).encode(), "admin"),
                send("DELETE", one + "/credential", "", "admin"),
                send("PUT", one + "/storage", storage().encode(), "admin"),
                send("DELETE", one + "/storage", "", "admin"),
                send("POST", one + "/targets/discover", "{}", "admin")))
        .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(404));
    tenant = mine;
    assertThat(audited()).containsExactly("subscription.add", "secret.set");
  }

  @Test
  void shouldShowASecretNowhere() {
    // Given
    root.setLevel(Level.TRACE);
    var answers = new ArrayList<String>();
    var added = add("Production", account());
    answers.add(added.body());
    var id = json(added).getString("id");

    // When
    answers.add(put(id, "/credential", credential(OTHER_SECRET)).body());
    answers.add(put(id, "/credential", credential(OTHER_SECRET + " \u0001")).body());
    answers.add(put(id, "/storage", storage().put("key", KEY)).body());
    answers.add(discover(id).body());
    answers.add(http.json(tenant, "/subscriptions").encode());
    answers.add(http.get(tenant, "/targets/" + encoded(gatewayId(id, "g"))).body());

    // Then
    assertThat(logged.list).isNotEmpty();
    var everything =
        String.join("\n", answers)
            + logged.list.stream()
                .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
                .toList()
            + Sql.column(
                database.migrate(),
                "SELECT a::text FROM audit a WHERE tenant_id = ?",
                tenant.id().value())
            + Sql.column(database.migrate(), "SELECT a::text FROM azure_account a")
            + Sql.column(database.migrate(), "SELECT s::text FROM log_storage s");
    assertThat(everything).contains(azureSubscription).doesNotContain("canary", KEY);
    assertThat(everything).doesNotContain(hex(SECRET), hex(OTHER_SECRET), hex(KEY));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private Gateway azureGateway(String group, String name, GatewayKind kind, VpnType type) {
    return new Gateway(
        new ArmId(
            "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/virtualNetworkGateways/%s"
                .formatted(azureSubscription, group, name)),
        kind,
        Optional.ofNullable(type));
  }

  private Connection connection(Gateway gateway, String name, ConnectionKind kind) {
    return new Connection(
        new ArmId(
            "/subscriptions/%s/resourceGroups/conn/providers/Microsoft.Network/connections/%s"
                .formatted(azureSubscription, name)),
        gateway,
        kind);
  }

  private static Future<Found> found(
      List<FoundGateway> gateways, List<FoundConnection> connections) {
    return Future.succeededFuture(new Found(gateways, connections));
  }

  private static String gatewayId(String subscription, String name) {
    return "/subscriptions/%s/resourceGroups/net/providers/Microsoft.Network/virtualNetworkGateways/%s"
        .formatted(subscription, name);
  }

  private static JsonObject credential(String secret) {
    return new JsonObject()
        .put("directory", DIRECTORY)
        .put("clientId", CLIENT)
        .put("clientSecret", secret);
  }

  private JsonObject account() {
    return credential(SECRET).put("cloud", "public").put("subscription", azureSubscription);
  }

  private static JsonObject storage() {
    return new JsonObject().put("accountId", ACCOUNT).put("container", CONTAINER);
  }

  private static String adding(String name, JsonObject account) {
    return new JsonObject()
        .put("name", name)
        .put("provider", "azure")
        .put("azure", account)
        .encode();
  }

  private HttpResponse<String> add(String name, JsonObject account) {
    return send("POST", "/subscriptions", adding(name, account), "admin");
  }

  private String added() {
    var added = add("Production", account());
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    return json(added).getString("id");
  }

  private HttpResponse<String> put(String id, String what, JsonObject body) {
    return send("PUT", "/subscriptions/" + id + what, body.encode(), "admin");
  }

  private HttpResponse<String> discover(String id) {
    var round = send("POST", "/subscriptions/" + id + "/targets/discover", "", "admin");
    assertThat(round.statusCode()).as(round.body()).isEqualTo(200);
    return round;
  }

  private HttpResponse<String> send(String method, String path, String body, String role) {
    return http.send(
        http.to(tenant, path)
            .header("X-Role", role)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  private Stream<JsonObject> items() {
    return http.json(tenant, "/targets").getJsonArray("items").stream().map(JsonObject.class::cast);
  }

  private List<String> listed(String member) {
    return items().map(item -> item.getString(member)).toList();
  }

  private List<String> audited() {
    return Sql.column(
        database.migrate(),
        "SELECT action FROM audit WHERE tenant_id = ? ORDER BY seq",
        tenant.id().value());
  }

  private String details(String action) {
    return String.join(
        "\n",
        Sql.column(
            database.migrate(),
            "SELECT details::text FROM audit WHERE tenant_id = ? AND action = ?",
            tenant.id().value(),
            action));
  }

  private static List<String> fields(HttpResponse<String> refused) {
    return json(refused).getJsonArray("errors").stream()
        .map(error -> ((JsonObject) error).getString("field"))
        .toList();
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }
}
