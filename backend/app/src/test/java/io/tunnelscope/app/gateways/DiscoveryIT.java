package io.tunnelscope.app.gateways;

import static io.tunnelscope.app.testing.HttpDoor.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.providers.vici.ViciAddress;
import io.tunnelscope.app.providers.vici.ViciDiscovery;
import io.tunnelscope.app.providers.vici.ViciGateways;
import io.tunnelscope.app.providers.vici.ViciMessage;
import io.tunnelscope.app.settings.ViciSettings;
import io.tunnelscope.app.settings.ViciSettings.Allowed;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.FakeVici;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.app.testing.ViciRecording;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways as admins add them, and the connections that these say they have. */
@BackendTest
class DiscoveryIT {
  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final SubscriptionStore subscriptions;
  private final GatewayStore gateways;
  private final ConnectionStore connections;
  private final TargetStore targets;
  private final AzureSide azure;
  private final List<Allowed> addresses = new ArrayList<>();
  private final List<Allowed> logs = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir Path temporary;
  private Path folder;
  private TestTenant tenant;

  DiscoveryIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    var ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
    var audit = new AuditLog();
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
    subscriptions = new SubscriptionStore(db, ids, audit);
    gateways = new GatewayStore(db, ids, audit);
    connections = new ConnectionStore(db, ids, audit);
    targets = new TargetStore(db);
    azure = new AzureSide(db, TestKeys.kms(vertx));
  }

  @BeforeEach
  void begin() throws IOException {
    folder = temporary.toRealPath();
    tenant = tenants.add("discovery");
  }

  @AfterEach
  void close() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void shouldAddGatewaysWithTheConnectionsTheyHave() {
    // Given
    var hub = daemon("a", "branch", "partner");
    var partner = daemon("c", "hub");
    var branch = daemonOnPort("hub");
    var http = http();
    var subscription = subscription(http, "Lab");

    // When
    var added = add(http, subscription, "hub", hub);
    add(http, subscription, "partner", partner);
    add(http, subscription, "branch", branch);

    // Then
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(names(json(added), "items")).containsExactly("hub", "hub/branch", "hub/partner");
    assertThat(texts(json(added).getJsonObject("discovery"), "added"))
        .containsExactly("hub/branch", "hub/partner");
    var all = http.json(tenant, "/targets");
    assertThat(names(all, "items"))
        .containsExactly(
            "branch", "branch/hub", "hub", "hub/branch", "hub/partner", "partner", "partner/hub");
    assertThat(texts(all, "items", "id")).doesNotHaveDuplicates();
    assertThat(resolved("branch/hub")).isNotEqualTo(resolved("partner/hub"));
    assertThat(audited())
        .containsExactly(
            "subscription.add",
            "gateway.add",
            "gateway.discover",
            "gateway.add",
            "gateway.discover",
            "gateway.add",
            "gateway.discover");
  }

  @Test
  void shouldKeepAConnectionThatIsNotLoadedAnyMore() throws Exception {
    // Given
    var path = daemon("a", "branch", "old");
    var http = http();
    var subscription = subscription(http, "Lab");
    add(http, subscription, "hub", path);
    open.removeFirst().close();
    daemon("a", "new", "branch");

    // When
    var round = post(http, "/subscriptions/" + subscription + "/targets/discover", "{}");

    // Then
    var hub = json(round).getJsonArray("items").getJsonObject(0);
    assertThat(texts(hub, "connections")).containsExactly("hub/new", "hub/branch");
    assertThat(texts(hub, "added")).containsExactly("hub/new");
    assertThat(texts(hub, "notLoaded")).containsExactly("hub/old");
    assertThat(hub.containsKey("failure")).isFalse();
    assertThat(names(http.json(tenant, "/targets"), "items"))
        .containsExactly("hub", "hub/branch", "hub/new", "hub/old");
  }

  @Test
  void shouldSayOfEachGatewayWhyItCannotBeAsked() throws IOException {
    // Given
    var silent = folder.resolve("silent.vici");
    open.add(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(silent)));
    var absent = folder.resolve("absent.vici").toString();
    var withdrawn = folder.resolve("withdrawn.vici").toString();
    Stream.of(silent.toString(), absent, withdrawn).forEach(this::allow);
    var good = daemon("good", "up");
    var before = http();
    var subscription = subscription(before, "Lab");
    var added = add(before, subscription, "absent", absent);
    add(before, subscription, "good", good);
    known(subscription, "silent", silent.toString());
    add(before, subscription, "withdrawn", withdrawn);
    addresses.removeIf(each -> each.text().equals(withdrawn));
    var http = http();

    // When
    var round = post(http, "/subscriptions/" + subscription + "/targets/discover", "");

    // Then
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(names(json(added), "items")).containsExactly("absent");
    assertThat(
            json(round).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(
                    gateway ->
                        gateway.getString("gateway")
                            + " "
                            + gateway
                                .getJsonObject("failure", new JsonObject())
                                .getString("reason")))
        .containsExactly(
            "absent UNREACHABLE", "good null", "silent TIMED_OUT", "withdrawn NOT_OFFERED");
    assertThat(round.body()).contains("TUNNELSCOPE_VICI_ALLOW");
  }

  @Test
  void shouldOpenNothingThatIsNotOffered() throws IOException {
    // Given
    var theirs = daemon("theirs", "secret");
    addresses.clear();
    addresses.add(new Allowed(Optional.of("somebody-else"), theirs));
    logs.add(new Allowed(Optional.of("somebody-else"), folder.resolve("their.log").toString()));
    var mine = daemon("mine", "up");
    var link = Files.createSymbolicLink(folder.resolve("link.vici"), Path.of(mine));
    allow(link.toString());
    var http = http();
    var subscription = subscription(http, "Lab");

    // When
    var answers =
        Stream.of(
                theirs,
                folder.resolve("never-was.vici").toString(),
                folder + "/../" + folder.getFileName() + "/mine.vici",
                folder + "//mine.vici",
                link.toString(),
                "/etc/passwd",
                "127.0.0.1:22")
            .map(address -> add(http, subscription, "hub", address))
            .toList();
    var theirLog =
        post(
            http,
            "/subscriptions/" + subscription + "/targets",
            new JsonObject()
                .put("gateway", "hub")
                .put("address", mine)
                .put("logFile", folder.resolve("their.log").toString())
                .encode());

    // Then
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(422);
              assertThat(answer.body()).contains("not-offered", "TUNNELSCOPE_VICI_ALLOW");
            });
    assertThat(answers)
        .extracting(DiscoveryIT::withoutRequestId)
        .containsOnly(withoutRequestId(answers.getFirst()));
    assertThat(theirLog.statusCode()).isEqualTo(422);
    assertThat(theirLog.body()).contains("TUNNELSCOPE_VICI_LOGS");
    assertThat(names(http.json(tenant, "/targets"), "items")).isEmpty();
    assertThat(audited()).containsExactly("subscription.add");
  }

  @Test
  void shouldOfferATenantWhatIsItsOwnOrEverybodys() {
    // Given
    addresses.add(new Allowed(Optional.of(tenant.slug()), "/run/mine.vici"));
    addresses.add(new Allowed(Optional.empty(), "127.0.0.1:4502"));
    addresses.add(new Allowed(Optional.of("somebody-else"), "/run/theirs.vici"));
    logs.add(new Allowed(Optional.of("somebody-else"), "/var/log/theirs.log"));
    var http = http();
    var subscription = subscription(http, "Lab");

    // When
    var offer =
        http.send(
            http.to(tenant, "/subscriptions/" + subscription + "/addresses")
                .header("X-Role", "admin")
                .build());

    // Then
    assertThat(texts(json(offer), "addresses")).containsExactly("/run/mine.vici", "127.0.0.1:4502");
    assertThat(texts(json(offer), "logFiles")).isEmpty();
  }

  @Test
  void shouldFindAConnectionByWhateverItIsCalled() {
    // Given
    var names =
        List.of("to/branch", "Branch", "branch", "서울 지사", "100%", "a~2Fb", "-", "<b>&amp;</b>");
    daemon("a", names.toArray(String[]::new));
    var http = http();
    var subscription = subscription(http, "Lab");

    // When
    add(http, subscription, "seoul-hub", folder.resolve("a.vici").toString());

    // Then
    for (var name : names) {
      var id = resolved("seoul-hub/" + name);
      var shown = http.json(tenant, "/targets/" + encoded(id));
      assertThat(shown.getString("name")).isEqualTo("seoul-hub/" + name);
    }
  }

  @Test
  void shouldRefuseNamesThatAreTakenAndNamesThatNothingCanHave() {
    // Given
    var address = daemon("a", "up");
    var http = http();
    var subscription = subscription(http, "Lab");
    add(http, subscription, "hub", address);
    var simulated = tenants.subscription(tenant, "Simulated", "simulated").toString();

    // Then
    assertThat(add(http, subscription, "HUB", address).statusCode()).isEqualTo(409);
    assertThat(add(http, simulated, "other", address).statusCode()).isEqualTo(409);
    for (var taken : List.of("Lab", "Simulated", "uploads")) {
      assertThat(addSubscription(http, taken).statusCode()).isEqualTo(409);
    }
    for (var odd : List.of("a/b", "..", " ", "a\u0001b", "x".repeat(81))) {
      assertThat(add(http, subscription, odd, address).statusCode()).as(odd).isEqualTo(400);
    }
    assertThat(post(http, "/subscriptions", "{\"name\":\"x\",\"provider\":\"azure\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void shouldAskTheListAgainBeforeEachRun() throws IOException {
    // Given
    var log = Files.writeString(folder.resolve("charon.log"), "").toString();
    var address = daemon("a", "up");
    logs.add(new Allowed(Optional.of(tenant.slug()), log));
    var http = http();
    var subscription = subscription(http, "Lab");
    post(
        http,
        "/subscriptions/" + subscription + "/targets",
        new JsonObject()
            .put("gateway", "hub")
            .put("address", address)
            .put("logFile", log)
            .encode());
    var hub = new ArmId(resolved("hub"));
    var allowed = lookup(new ViciSettings(addresses, logs));

    // Then
    assertThat(Results.of(allowed.find(tenant.id().value(), hub)))
        .hasValue(
            new ViciGateways.ViciGateway(
                hub, ViciAddress.parse(address).orElseThrow(), Optional.of(Path.of(log))));
    assertThat(Results.of(lookup(ViciSettings.none()).find(tenant.id().value(), hub))).isEmpty();
    assertThat(Results.of(allowed.find(tenants.add("other").id().value(), hub))).isEmpty();

    // When: somebody on the machine puts another file in its place
    Files.delete(Path.of(log));
    Files.createSymbolicLink(Path.of(log), Path.of("/etc/hostname"));

    // Then
    assertThat(Results.of(allowed.find(tenant.id().value(), hub)))
        .hasValueSatisfying(found -> assertThat(found.logFile()).isEmpty());
  }

  @Test
  void shouldLearnOfNewConnectionsInPassing() {
    // Given
    var address = daemon("a", "branch");
    var http = http();
    add(http, subscription(http, "Lab"), "hub", address);
    var hub = new ArmId(resolved("hub"));
    var lookup = lookup(ViciSettings.none());
    int before = audited().size();

    // When
    Results.of(lookup.seen(tenant.id().value(), hub, List.of("branch")));
    Results.of(lookup.seen(tenant.id().value(), hub, List.of("branch", "new")));
    Results.of(lookup.seen(tenant.id().value(), hub, List.of("new")));

    // Then
    assertThat(names(http.json(tenant, "/targets"), "items"))
        .containsExactly("hub", "hub/branch", "hub/new");
    assertThat(audited()).hasSize(before + 1);
  }

  /** A daemon that has these connections loaded; every tenant may ask it. */
  private String daemon(String name, String... connections) {
    var path = folder.resolve(name + ".vici");
    var daemon = new FakeVici();
    open.addFirst(daemon);
    daemon.listen(path, loaded(connections));
    allow(path.toString());
    return path.toString();
  }

  private String daemonOnPort(String... connections) {
    var daemon = new FakeVici();
    open.addFirst(daemon);
    var address = daemon.listen(loaded(connections)).toString();
    allow(address);
    return address;
  }

  /** As {@code list-conns} answers: an event for each connection. */
  private static ViciRecording loaded(String... connections) {
    var events =
        Stream.of(connections)
            .map(
                name ->
                    ViciMessage.builder()
                        .section(name, ViciMessage.builder().text("version", "IKEv2").build())
                        .build())
            .toList();
    return ViciRecording.builder().stream("list-conns", "list-conn", events).build();
  }

  private void allow(String address) {
    addresses.add(new Allowed(Optional.empty(), address));
  }

  private HttpDoor http() {
    var allowed = new AllowList(vertx, new ViciSettings(addresses, logs));
    var desk =
        new GatewayDesk(
            subscriptions,
            gateways,
            connections,
            targets,
            allowed,
            new ViciDiscovery(vertx),
            Clock.systemUTC());
    var http =
        new HttpDoor(
            vertx,
            routes -> {
              new SubscriptionRoutes(desk, azure.desk()).mount(routes);
              new GatewayRoutes(new Targets(targets), targets, subscriptions).mount(routes);
            });
    open.add(http);
    http.admit(tenant);
    return http;
  }

  private StoredGateways lookup(ViciSettings settings) {
    return new StoredGateways(
        gateways, connections, new AllowList(vertx, settings), Clock.systemUTC());
  }

  private HttpResponse<String> post(HttpDoor http, String path, String body) {
    return http.send(
        http.to(tenant, path)
            .header("X-Role", "admin")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> addSubscription(HttpDoor http, String name) {
    return post(
        http,
        "/subscriptions",
        new JsonObject().put("name", name).put("provider", "strongswan").encode());
  }

  private String subscription(HttpDoor http, String name) {
    var added = addSubscription(http, name);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    return json(added).getString("id");
  }

  private HttpResponse<String> add(
      HttpDoor http, String subscription, String gateway, String address) {
    return post(
        http,
        "/subscriptions/" + subscription + "/targets",
        new JsonObject().put("gateway", gateway).put("address", address).encode());
  }

  /** A gateway that is there already and was not asked. */
  private void known(String subscription, String name, String address) {
    var id = new SubscriptionId(UUID.fromString(subscription));
    var gateway = Gateway.routeBased(StrongswanId.ofGateway(id, name));
    Results.of(gateways.put(tenant.id(), id, gateway, ""));
    Results.of(
        gateways.reachBy(tenant.id(), gateway.id(), new ViciAccess(address, Optional.empty())));
  }

  private String resolved(String name) {
    return Results.of(new Targets(targets).resolve(tenant.id(), name)).id().value();
  }

  private List<String> audited() {
    return Sql.column(
        database.migrate(),
        "SELECT action FROM audit WHERE tenant_id = ? ORDER BY seq",
        tenant.id().value());
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  private static List<String> names(JsonObject page, String list) {
    return texts(page, list, "name");
  }

  private static List<String> texts(JsonObject page, String list, String member) {
    return page.getJsonArray(list).stream()
        .map(item -> ((JsonObject) item).getString(member))
        .toList();
  }

  private static List<String> texts(JsonObject object, String list) {
    return object.getJsonArray(list).stream().map(String.class::cast).toList();
  }

  private static JsonObject withoutRequestId(HttpResponse<String> answer) {
    var problem = json(answer);
    problem.remove("requestId");
    return problem;
  }
}
