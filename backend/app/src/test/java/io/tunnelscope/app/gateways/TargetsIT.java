package io.tunnelscope.app.gateways;

import static io.tunnelscope.app.testing.HttpDoor.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.GatewayKind;
import io.tunnelscope.core.network.VpnType;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@BackendTest
class TargetsIT {
  private final Uuid7 ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
  private final TestDatabase database;
  private final TestTenants tenants;
  private final TargetStore store;
  private final Targets targets;
  private final GatewayStore gateways;
  private final ConnectionStore connections;
  private final HttpDoor http;

  TargetsIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.database = database;
    this.tenants = tenants;
    store = new TargetStore(db);
    targets = new Targets(store);
    gateways = new GatewayStore(db, ids, new AuditLog());
    connections = new ConnectionStore(db, ids, new AuditLog());
    var routes = new GatewayRoutes(targets, store, new SubscriptionStore(db, ids, new AuditLog()));
    http = new HttpDoor(vertx, routes::mount);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void shouldListEachGatewayBeforeItsConnections() {
    // Given
    var tenant = tenant();
    var tokyo = gateway(tenant, "tokyo");
    connection(tenant, tokyo, "osaka", ConnectionKind.IPSEC);
    var seoul = gateway(tenant, "Seoul");
    connection(tenant, seoul, "daejeon", ConnectionKind.VNET2VNET);
    connection(tenant, seoul, "Busan", ConnectionKind.IPSEC);

    // When
    var listed = http.json(tenant, "/targets");

    // Then
    assertThat(names(listed))
        .containsExactly("Seoul", "Seoul/Busan", "Seoul/daejeon", "tokyo", "tokyo/osaka");
    assertThat(listed.containsKey("next")).isTrue();
    assertThat(listed.getString("next")).isNull();
    var busan = listed.getJsonArray("items").getJsonObject(1);
    assertThat(busan.getString("gateway")).isEqualTo("Seoul");
    assertThat(busan.getString("kind")).isEqualTo("connection");
    assertThat(busan.getString("type")).isEqualTo("IPsec");
    assertThat(busan.getBoolean("supported")).isTrue();
    assertThat(busan.containsKey("lastRun")).isFalse();
  }

  @Test
  void shouldGoThroughAllTargetsPageByPage() {
    // Given
    var tenant = tenant();
    var hub = gateway(tenant, "hub");
    var expected = new ArrayList<>(List.of("hub"));
    for (int n = 10; n < 33; n++) {
      connection(tenant, hub, "branch-" + n, ConnectionKind.IPSEC);
      expected.add("hub/branch-" + n);
    }

    // When
    var seen = new ArrayList<String>();
    var page = http.json(tenant, "/targets?limit=7");
    seen.addAll(names(page));
    while (page.getString("next") != null) {
      page = http.json(tenant, "/targets?limit=7&cursor=" + encoded(page.getString("next")));
      seen.addAll(names(page));
    }

    // Then
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void shouldShowEachTargetOnOnePageWhateverLettersItsNameHas() {
    // Given: two of each name
    var tenant = tenant();
    for (var name : List.of("İstanbul", "ΟΔΟΣ", "Büro-ÄÖ")) {
      gateway(tenant, name);
      gateway(tenant, name);
    }

    // When
    var seen = new ArrayList<String>();
    var page = http.json(tenant, "/targets?limit=1");
    seen.addAll(idsOf(page));
    while (page.getString("next") != null && seen.size() < 10) {
      page = http.json(tenant, "/targets?limit=1&cursor=" + encoded(page.getString("next")));
      seen.addAll(idsOf(page));
    }

    // Then
    assertThat(seen).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void shouldShowTheLastVerdictAndTheRunThatIsOpen() {
    // Given
    var tenant = tenant();
    var hub = gateway(tenant, "hub");
    var branch = connection(tenant, hub, "branch", ConnectionKind.IPSEC);
    run(tenant, branch.id(), "SUCCEEDED", "Healthy", "NoFault", "ok");
    var verdict = run(tenant, branch.id(), "SUCCEEDED", "UnHealthy", "Authentication", "error");
    run(tenant, branch.id(), "CANCELLED", null, null, null);
    run(tenant, branch.id(), "QUEUED", null, null, null);
    var running = run(tenant, branch.id(), "RUNNING", null, null, null);

    // When
    var shown = http.json(tenant, "/targets/" + encoded(branch.id().value()));

    // Then
    var last = shown.getJsonObject("lastRun");
    assertThat(last.getString("id")).isEqualTo(verdict.toString());
    assertThat(last.getString("code")).isEqualTo("UnHealthy");
    assertThat(last.getString("fault")).isEqualTo("Authentication");
    assertThat(last.getString("severity")).isEqualTo("error");
    assertThat(shown.getJsonObject("openRun"))
        .isEqualTo(new JsonObject().put("id", running.toString()).put("state", "RUNNING"));
  }

  @Test
  void shouldFilterByTextGatewayAndFault() {
    // Given
    var tenant = tenant();
    var seoul = gateway(tenant, "seoul");
    var busan = connection(tenant, seoul, "Busan", ConnectionKind.IPSEC);
    connection(tenant, seoul, "daegu", ConnectionKind.IPSEC);
    gateway(tenant, "tokyo");
    run(tenant, busan.id(), "SUCCEEDED", "UnHealthy", "PeerReachability", "error");

    // Then
    assertThat(names(http.json(tenant, "/targets?q=BUS"))).containsExactly("seoul/Busan");
    assertThat(names(http.json(tenant, "/targets?q=%25"))).isEmpty();
    assertThat(names(http.json(tenant, "/targets?gateway=TOKYO"))).containsExactly("tokyo");
    assertThat(names(http.json(tenant, "/targets?fault=peerreachability")))
        .containsExactly("seoul/Busan");
    assertThat(http.get(tenant, "/targets?fault=Rain&limit=0").body())
        .contains("\"fault\"", "\"limit\"");
  }

  @Test
  void shouldSayWhyAKindCannotBeTroubleshotAndWhatToUseInstead() {
    // Given
    var tenant = tenant();
    var express =
        put(
            tenant,
            new Gateway(
                armId("virtualNetworkGateways", "express"),
                GatewayKind.EXPRESS_ROUTE,
                Optional.empty()));
    var policy =
        put(
            tenant,
            new Gateway(
                armId("virtualNetworkGateways", "policy"),
                GatewayKind.VPN,
                Optional.of(VpnType.POLICY_BASED)));
    connection(tenant, gateway(tenant, "hub"), "laptops", ConnectionKind.VPN_CLIENT);

    // Then
    assertThat(refusalOf(tenant, express.name())).contains("ExpressRoute");
    assertThat(refusalOf(tenant, policy.name())).contains("PolicyBased").contains("log");
    assertThat(refusalOf(tenant, "hub/laptops")).contains("VPNClient");
    var korean =
        http.send(http.to(tenant, "/targets?q=policy").header("Accept-Language", "ko").build());
    var item = new JsonObject(korean.body()).getJsonArray("items").getJsonObject(0);
    assertThat(item.getBoolean("supported")).isFalse();
    assertThat(item.getString("unsupportedReason")).containsPattern("[가-힣]").contains("로그");
  }

  @Test
  void shouldGuessWhatWasMeantFromTheOwnTargetsAlone() {
    // Given
    var tenant = tenant();
    gateway(tenant, "seoul-hub");
    var other = tenant();
    gateway(other, "seoul-hob");

    // When
    var refusal = Results.failureOf(targets.resolve(tenant.id(), "seoul-hab"));

    // Then
    assertThat(refusal).isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal).hasMessageContaining("seoul-hub").hasMessageNotContaining("hob");
  }

  @Test
  void shouldAskForTheIdWhenANameFitsTwice() {
    // Given
    var tenant = tenant();
    var first = gateway(tenant, "hub");
    var second = gateway(tenant, "HUB");

    // When
    var refusal = Results.failureOf(targets.resolve(tenant.id(), "hub"));

    // Then
    assertThat(refusal).isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal).hasMessageContainingAll(first.id().value(), second.id().value());
    assertThat(
            Results.of(targets.resolve(tenant.id(), first.id().value().toUpperCase(Locale.ROOT)))
                .id())
        .isEqualTo(first.id());
  }

  @Test
  void shouldAnswerForAForeignTargetAsForNone() {
    // Given
    var tenant = tenant();
    var foreign = gateway(tenant(), "theirs").id().value();
    var none = armId("virtualNetworkGateways", "never-was").value();

    // When
    var toForeign = http.get(tenant, "/targets/" + encoded(foreign));
    var toNone = http.get(tenant, "/targets/" + encoded(none));
    var toNonsense = http.get(tenant, "/targets/nonsense");

    // Then
    assertThat(toForeign.statusCode()).isEqualTo(404);
    assertThat(withoutRequestId(toForeign.body()))
        .isEqualTo(withoutRequestId(toNone.body()))
        .isEqualTo(withoutRequestId(toNonsense.body()));
  }

  @Test
  void shouldListSubscriptionsWithWhatWaitsInThem() {
    // Given
    var tenant = tenant();
    var busy = tenants.subscription(tenant, "busy", "azure");
    tenants.subscription(tenant, "calm", "simulated");
    Sql.update(
        database.migrate(),
        """
        INSERT INTO lane (tenant_id, subscription_id, state, pending, running_seq, owner, lease_until)
        VALUES (?, ?, 'RUNNING', 3, 1, ?, now())
        """,
        tenant.id().value(),
        busy.value(),
        ids.next());

    // When
    var items = http.json(tenant, "/subscriptions").getJsonArray("items");

    // Then
    var first = items.getJsonObject(0);
    assertThat(first.getString("name")).isEqualTo("busy");
    assertThat(first.getInteger("queued")).isEqualTo(2);
    assertThat(first.getInteger("running")).isEqualTo(1);
    assertThat(items.getJsonObject(1).getInteger("queued")).isZero();
  }

  private TestTenant tenant() {
    return http.admit(tenants.add("targets"));
  }

  private Gateway gateway(TestTenant tenant, String name) {
    return put(tenant, Gateway.routeBased(armId("virtualNetworkGateways", name)));
  }

  private Gateway put(TestTenant tenant, Gateway gateway) {
    var subscription = new SubscriptionId(UUID.fromString(gateway.id().subscription()));
    Sql.update(
        database.migrate(),
        "INSERT INTO subscription (tenant_id, subscription_id, name, provider) VALUES (?, ?, ?, 'simulated')",
        tenant.id().value(),
        subscription.value(),
        subscription.toString());
    Results.of(gateways.put(tenant.id(), subscription, gateway, "koreacentral"));
    return gateway;
  }

  private Connection connection(
      TestTenant tenant, Gateway gateway, String name, ConnectionKind kind) {
    var connection = new Connection(armId("connections", name), gateway, kind);
    Results.of(connections.put(tenant.id(), connection));
    return connection;
  }

  private ArmId armId(String type, String name) {
    return new ArmId(
        "/subscriptions/%s/resourceGroups/test/providers/Microsoft.Network/%s/%s"
            .formatted(ids.next(), type, name));
  }

  private UUID run(
      TestTenant tenant, ArmId target, String state, String code, String fault, String severity) {
    var id = ids.next();
    var finished =
        code == null && !state.equals("CANCELLED") ? null : OffsetDateTime.now(ZoneOffset.UTC);
    Sql.update(
        database.migrate(),
        """
        INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source,
                         requester, state, queued_at, finished_at, code, fault, severity)
        VALUES (?, ?, ?, ?, 'x', 'connection', 'simulated', 'user', 'Tester', ?, now(), ?, ?, ?, ?)
        """,
        tenant.id().value(),
        id,
        ids.next(),
        target.value(),
        state,
        finished,
        code,
        fault,
        severity);
    return id;
  }

  private String refusalOf(TestTenant tenant, String name) {
    var refusal = Results.failureOf(targets.resolveSupported(tenant.id(), name));
    assertThat(refusal).isInstanceOf(Refusal.UnsupportedTarget.class);
    return refusal.getMessage();
  }

  private static List<String> names(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("name"))
        .toList();
  }

  private static List<String> idsOf(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("id"))
        .toList();
  }

  private static JsonObject withoutRequestId(String body) {
    var problem = new JsonObject(body);
    problem.remove("requestId");
    return problem;
  }
}
