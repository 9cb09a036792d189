package io.tunnelscope.app.tenancy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tunnelscope.app.http.Access;
import io.tunnelscope.app.http.Route;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.EavesdroppedLog;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every route of the running product, asked by everybody: by strangers, by each role, about what is
 * theirs, what is another tenant's, and what never was. A route that is not listed here fails.
 */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantWallIT {
  /**
   * How to ask a route so that it answers a member who may: the rest of the URL, a body, a status.
   */
  private record Ask(String query, Optional<String> body, int status) {
    static Ask get() {
      return new Ask("", Optional.empty(), 200);
    }

    static Ask post(String body, int status) {
      return new Ask("", Optional.of(body), status);
    }
  }

  private static final String NOBODYS = "01900000-0000-7000-8000-000000000000";
  private static final String STORAGE =
      """
      {"accountId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/logs",
       "container": "https://logs.blob.core.windows.net/bundles"}
      """;

  /** Of a version that never was. */
  private static final String SETTINGS =
      """
      {"name": "T", "language": "en", "timeZone": "Asia/Seoul", "bundleDays": 400, "auditDays": 400,
       "version": 1000}
      """;

  /** Once a year. */
  private static final String SCHEDULE =
      """
      {"targets": "{target}", "cron": "0 0 1 1 *"}
      """;

  private static final Map<String, Ask> ASKS =
      Map.ofEntries(
          Map.entry("GET /targets", Ask.get()),
          Map.entry("GET /targets/{target}", Ask.get()),
          Map.entry("DELETE /targets/{target}", new Ask("", Optional.empty(), 204)),
          Map.entry("PUT /targets/{target}/tags", Ask.post("{\"tags\":{\"site\":\"seoul\"}}", 200)),
          Map.entry("GET /targets/{target}/history", Ask.get()),
          Map.entry(
              "PUT /targets/{target}/twin",
              new Ask("", Optional.of("{\"twin\":\"{target}\"}"), 409)),
          Map.entry("DELETE /targets/{target}/twin", new Ask("", Optional.empty(), 204)),
          Map.entry(
              "PUT /targets/{target}/baseline",
              new Ask("", Optional.of("{\"run\":\"{run}\"}"), 204)),
          Map.entry("DELETE /targets/{target}/baseline", new Ask("", Optional.empty(), 204)),
          Map.entry("GET /targets/{target}/twins", new Ask("?first={run}", Optional.empty(), 409)),
          Map.entry("GET /subscriptions", Ask.get()),
          Map.entry(
              "POST /subscriptions",
              Ask.post("{\"name\":\"{fresh}\",\"provider\":\"strongswan\"}", 201)),
          Map.entry("DELETE /subscriptions/{subscription}", new Ask("", Optional.empty(), 204)),
          Map.entry("GET /subscriptions/{subscription}/addresses", Ask.get()),
          Map.entry(
              "POST /subscriptions/{subscription}/targets",
              Ask.post("{\"gateway\":\"{fresh}\",\"address\":\"" + TestApp.VICI + "\"}", 201)),
          Map.entry(
              "PUT /subscriptions/{subscription}/credential",
              new Ask(
                  "",
                  Optional.of(
                      "{\"directory\":\"d\",\"clientId\":\""
                          + NOBODYS
                          + "\",\"clientSecret\":\"s\"}"),
                  409)),
          Map.entry(
              "DELETE /subscriptions/{subscription}/credential",
              new Ask("", Optional.empty(), 409)),
          Map.entry(
              "PUT /subscriptions/{subscription}/storage", new Ask("", Optional.of(STORAGE), 204)),
          Map.entry(
              "DELETE /subscriptions/{subscription}/storage", new Ask("", Optional.empty(), 204)),
          Map.entry("POST /subscriptions/{subscription}/targets/discover", Ask.post("{}", 200)),
          Map.entry("GET /runs", Ask.get()),
          Map.entry("POST /runs", Ask.post("{\"target\":\"{target}\"}", 202)),
          Map.entry("GET /runs/{run}", Ask.get()),
          Map.entry("POST /runs/{run}/cancel", Ask.post("{}", 409)),
          Map.entry("GET /runs/{run}/events", Ask.get()),
          Map.entry("GET /runs/{run}/logs", Ask.get()),
          Map.entry("GET /runs/{run}/logs/{name}", Ask.get()),
          Map.entry("GET /runs/{run}/logs.zip", Ask.get()),
          Map.entry("GET /schedules", Ask.get()),
          Map.entry("POST /schedules", Ask.post(SCHEDULE, 201)),
          Map.entry("GET /schedules/{schedule}", Ask.get()),
          Map.entry("PUT /schedules/{schedule}", Ask.post(SCHEDULE, 200)),
          Map.entry("DELETE /schedules/{schedule}", new Ask("", Optional.empty(), 204)),
          Map.entry("GET /slack/undelivered", Ask.get()),
          Map.entry("GET /slack/workspaces", Ask.get()),
          Map.entry("DELETE /slack/workspaces/{workspace}", new Ask("", Optional.empty(), 204)),
          Map.entry("GET /slack/manifest", Ask.get()),
          Map.entry("GET /slack/channels", Ask.get()),
          Map.entry(
              "PUT /slack/channels/{workspace}/{channel}",
              Ask.post("{\"name\":\"vpn\",\"ceiling\":\"viewer\"}", 200)),
          Map.entry(
              "DELETE /slack/channels/{workspace}/{channel}", new Ask("", Optional.empty(), 204)),
          // Of the right form and nobody's; what a real one does, SlackInIT tells.
          Map.entry("GET /slack/links/{link}", new Ask("", Optional.empty(), 404)),
          Map.entry("POST /slack/links/{link}", new Ask("", Optional.of("{}"), 404)),
          Map.entry("GET /diffs", new Ask("?from={run}&to={run}", Optional.empty(), 200)),
          Map.entry("POST /bundles", Ask.post("", 422)),
          Map.entry("GET /settings", Ask.get()),
          Map.entry("GET /limits", Ask.get()),
          Map.entry("GET /whoami", Ask.get()),
          Map.entry("PUT /settings", Ask.post(SETTINGS, 409)),
          Map.entry("GET /members", Ask.get()),
          Map.entry("PATCH /members/{member}", Ask.post("{\"role\":\"operator\"}", 200)),
          Map.entry("DELETE /members/{member}", new Ask("", Optional.empty(), 204)),
          Map.entry("GET /identity-provider", Ask.get()),
          Map.entry(
              "PUT /identity-provider",
              Ask.post("{\"issuer\":\"https://127.0.0.1:1\",\"clientId\":\"c\"}", 400)),
          Map.entry("DELETE /identity-provider", new Ask("", Optional.empty(), 404)),
          Map.entry(
              "POST /identity-provider/test",
              Ask.post("{\"issuer\":\"https://127.0.0.1:1\"}", 200)),
          Map.entry("GET /role-mappings", Ask.get()),
          Map.entry("PUT /role-mappings", Ask.post("{\"items\":[]}", 200)),
          Map.entry("GET /tokens", Ask.get()),
          Map.entry(
              "POST /tokens", Ask.post("{\"name\":\"t\",\"role\":\"viewer\",\"days\":1}", 201)),
          Map.entry("DELETE /tokens/{token}", new Ask("", Optional.empty(), 204)),
          Map.entry("GET /audit", Ask.get()),
          Map.entry("GET /audit/export", Ask.get()));

  /** Written down once more on purpose: the table of the product is what is being tested. */
  private static final Map<Permission, Set<Role>> ALLOWED =
      Map.of(
          Permission.READ, Set.of(Role.VIEWER, Role.OPERATOR, Role.AUDITOR, Role.ADMIN),
          Permission.START_RUN, Set.of(Role.OPERATOR, Role.ADMIN),
          Permission.READ_AUDIT, Set.of(Role.AUDITOR, Role.ADMIN),
          Permission.MANAGE, Set.of(Role.ADMIN));

  private static final String SCOPE = "/api/v1/t/{tenant}";
  private static final String GATEWAY = "sim-ConnectionsNotConnected";

  /** Of the right form, and nobody's. */
  private static final Map<String, String> MISSING =
      Map.of(
          "run",
          NOBODYS,
          "target",
          "/subscriptions/%s/resourceGroups/test/providers/Microsoft.Network/virtualNetworkGateways/%s"
              .formatted(NOBODYS, GATEWAY),
          "name",
          "Never.txt",
          "subscription",
          NOBODYS,
          "workspace",
          NOBODYS,
          "channel",
          "C1",
          "link",
          "A".repeat(43));

  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;

  /** By the word in a caller's name: each way to prove who one is. */
  private final Map<String, BiFunction<TestTenant, Role, TestApp.Caller>> waysIn;

  /** For names that may be given once. */
  private final AtomicInteger fresh = new AtomicInteger();

  /** Stands in everything that the other tenant has named, written or sent. */
  private final String canary = "canary" + Long.toHexString(new SecureRandom().nextLong());

  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final EavesdroppedLog log = new EavesdroppedLog();
  private final FileTime begin = FileTime.from(Instant.now());
  private Walled mine;
  private Walled theirs;

  TenantWallIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
    this.waysIn = Map.of("token", app::as, "session", app::signedIn);
  }

  /**
   * A tenant that has one of everything: a member, a gateway, a finished run with logs, and a
   * subscription to add gateways to.
   *
   * @param ids by the name of the path parameter
   */
  private record Walled(TestTenant tenant, String subscription, Map<String, String> ids) {}

  @BeforeAll
  void fill() {
    mine = withARun("mine", "mine");
    theirs = withARun("theirs", canary);
    fillWithCanaries();
    log.open();
  }

  /** Where a tenant has words of its own: names, people, keys, logs, and what the audit keeps. */
  private void fillWithCanaries() {
    var admin = app.as(theirs.tenant(), Role.ADMIN);
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET name = ? WHERE tenant_id = ?",
        canary,
        theirs.tenant().id().value());
    Sql.update(
        database.migrate(),
        "UPDATE membership SET name = name || ? WHERE tenant_id = ?",
        canary,
        theirs.tenant().id().value());
    var log =
        "Nov 26 10:00:00 %s charon: 07[IKE] initiating IKE_SA %s[1] to 198.51.100.20\n"
            .formatted(canary, canary)
            .repeat(3);
    var run = admin.upload("/bundles?name=" + canary + ".log", log.getBytes(UTF_8));
    admin.events("/runs/" + run.json().path("id").asText() + "/events");
    for (var made :
        List.of(
            run,
            admin.post(
                "/tokens", "{\"name\":\"%s\",\"role\":\"viewer\",\"days\":1}".formatted(canary)),
            admin.post(
                "/subscriptions",
                "{\"name\":\"%s-2\",\"provider\":\"strongswan\"}".formatted(canary)),
            admin.call(
                "/role-mappings",
                HttpRequest.newBuilder()
                    .PUT(
                        BodyPublishers.ofString(
                            "{\"items\":[{\"value\":\"%s\",\"role\":\"viewer\"}]}"
                                .formatted(canary)))))) {
      assertThat(made.status()).as(made.text()).isBetween(200, 202);
    }
  }

  /** After all that my tenant asked in this class, whoever asked it. */
  @AfterAll
  void shouldHaveSeenNothingOfTheOtherTenant() throws IOException {
    log.close();
    assertThat(received).hasSizeGreaterThan(500);
    assertThat(thoseWithCanary(received)).as("answers").isEmpty();
    assertThat(thoseWithCanary(List.of(log.text()))).as("the log").isEmpty();
    assertThat(thoseWithCanary(List.of(app.management("/metrics").text()))).as("metrics").isEmpty();
    assertThat(thoseWithCanary(rowsOfMine())).as("rows").isEmpty();
    assertThat(thoseWithCanary(filesOfOthersThan(theirs))).as("files").isEmpty();
  }

  /** What stands around the canary in each. */
  private List<String> thoseWithCanary(Collection<String> texts) {
    return texts.stream()
        .filter(text -> text.contains(canary))
        .map(text -> text.substring(Math.max(0, text.indexOf(canary) - 100), text.indexOf(canary)))
        .toList();
  }

  /** All rows that my tenant caused, in every table there is. */
  private List<String> rowsOfMine() {
    return Sql.column(
            database.superuser(),
            """
            SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            """)
        .stream()
        .flatMap(
            table ->
                Sql.column(
                    database.superuser(),
                    "SELECT t::text FROM " + table + " t WHERE tenant_id = ?",
                    mine.tenant().id().value())
                    .stream())
        .toList();
  }

  /** What lies in the log store and was left in the temporary folder since this class began. */
  private List<String> filesOfOthersThan(Walled tenant) throws IOException {
    var store = app.checkpoints().getParent();
    var texts = new ArrayList<String>();
    for (var folder : List.of(store, Path.of(System.getProperty("java.io.tmpdir")))) {
      try (var files =
          Files.find(
              folder,
              folder.equals(store) ? 20 : 1,
              (file, about) ->
                  about.isRegularFile() && about.lastModifiedTime().compareTo(begin) >= 0)) {
        for (var file : files.toList()) {
          if (!file.toString().contains(tenant.tenant().id().toString())) {
            texts.add(file + "\n" + textOf(file));
          }
        }
      }
    }
    return texts;
  }

  /** Another program may take its file away meanwhile. */
  private static String textOf(Path file) throws IOException {
    try {
      var text = Files.size(file) > 1 << 24 ? "" : Files.readString(file, ISO_8859_1);
      return file.toString().endsWith(".zip") ? text + unpacked(file) : text;
    } catch (NoSuchFileException | AccessDeniedException _) {
      return "";
    }
  }

  private static String unpacked(Path zip) throws IOException {
    var text = new StringBuilder();
    try (var in = new ZipInputStream(Files.newInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        text.append(entry.getName()).append(new String(in.readAllBytes(), UTF_8));
      }
    }
    return text.toString();
  }

  private Walled withARun(String slug, String word) {
    var tenant = tenants.add(slug);
    tenants.member(tenant, Role.OPERATOR);
    var subscription = tenants.subscription(tenant, "Simulated of " + word, "simulated");
    var target = tenants.gateway(tenant, subscription, GATEWAY);
    tenants.connection(tenant, target, "site-of-" + word);
    var operator = app.as(tenant, Role.OPERATOR);
    var run = operator.runToItsEnd(target).path("id").asText();
    var name = operator.get("/runs/" + run + "/logs").json().at("/items/0/name").asText();
    var strongswan = tenants.subscription(tenant, "strongSwan of " + word, "strongswan");
    return new Walled(
        tenant,
        subscription.toString(),
        Map.of(
            "run",
            run,
            "target",
            target,
            "name",
            name,
            "subscription",
            strongswan.toString(),
            "workspace",
            slackWorkspace(tenant, word),
            "channel",
            "C1",
            "link",
            "A".repeat(43)));
  }

  /** With a channel that is bound. */
  private String slackWorkspace(TestTenant tenant, String word) {
    var id = tenant.id().value();
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_workspace (tenant_id, workspace_id, app_id, enterprise_id, team_id, name)
        VALUES (?, ?, 'A1', '', ?, ?)
        """,
        id,
        id,
        "T" + id,
        word);
    bindChannel(tenant, word);
    return id.toString();
  }

  private void bindChannel(TestTenant tenant, String word) {
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_channel (tenant_id, workspace_id, channel_id, name, ceiling, bound_by, bound_at)
        VALUES (?, ?, 'C1', ?, 'viewer', 'A', now()) ON CONFLICT DO NOTHING
        """,
        tenant.id().value(),
        tenant.id().value(),
        word);
  }

  @Test
  void shouldCoverEveryRouteOfTheTenants() {
    assertThat(tenantRoutes().map(TenantWallIT::key))
        .containsExactlyInAnyOrderElementsOf(ASKS.keySet());
  }

  @Test
  void shouldKnowEveryRouteThatIsOutsideOfTenants() {
    assertThat(
            app.application().routes().table().stream()
                .filter(route -> !(route.access() instanceof Access.InTenant))
                .filter(route -> !(route.access() instanceof Access.ByToken))
                .map(route -> route.method() + " " + route.template()))
        .containsExactlyInAnyOrder(
            "GET /api/v1/session",
            "POST /api/v1/session/tenant",
            "POST /api/v1/session/logout",
            "GET /api/v1/roles",
            "GET /login",
            "GET /callback",
            "GET /callback/{tenant}",
            "GET /api/v1/demo/personas",
            "POST /api/v1/demo/sign-in",
            "GET /openapi.yaml",
            "GET /problems/{slug}",
            "POST /slack/commands",
            "POST /slack/interactivity",
            "POST /slack/events",
            "GET /slack/install",
            "GET /slack/oauth_redirect",
            "GET /adfs/.well-known/openid-configuration",
            "GET /adfs/discovery/keys",
            "POST /adfs/oauth2/token",
            "GET /{tenantGuid}/v2.0/.well-known/openid-configuration",
            "GET /{tenantGuid}/discovery/v2.0/keys",
            "POST /{tenantGuid}/oauth2/v2.0/token");
  }

  @TestFactory
  Stream<DynamicTest> shouldTurnStrangersAway() {
    var stranger = app.stranger(mine.tenant());
    return each(
        "a stranger",
        (route, ask) -> {
          var own = send(stranger, route, ask, mine.ids());
          var missing = send(stranger.at("never-was"), route, ask, mine.ids());
          assertThat(own.status()).isEqualTo(401);
          assertThat(withoutRequestId(own)).isEqualTo(withoutRequestId(missing));
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldLetEachRoleDoWhatItMayAndNoMore() {
    return eachRoleAndWayIn(
        "own",
        (caller, role) ->
            (route, ask) -> {
              var allowed = ALLOWED.get(permission(route)).contains(role);
              var answer = send(caller, route, ask, mine.ids());
              assertThat(answer.status()).as(answer.text()).isEqualTo(allowed ? ask.status() : 403);
            },
        _ -> true);
  }

  @TestFactory
  Stream<DynamicTest> shouldAnswerForAForeignTenantAsForOneThatNeverWas() {
    return eachRoleAndWayIn(
        "the foreign tenant",
        (caller, _) ->
            (route, ask) -> {
              var foreign = send(caller.at(theirs.tenant().slug()), route, ask, theirs.ids());
              var missing = send(caller.at("never-was"), route, ask, MISSING);
              assertThat(foreign.status()).isEqualTo(404);
              assertThat(withoutRequestId(foreign)).isEqualTo(withoutRequestId(missing));
            },
        _ -> true);
  }

  /** Whoever may not is told so, whether or not there is such a thing. */
  @TestFactory
  Stream<DynamicTest> shouldAnswerForAForeignIdAsForOneThatNeverWas() {
    return eachRoleAndWayIn(
        "the foreign id",
        (caller, role) ->
            (route, ask) -> {
              var foreign = send(caller, route, ask, theirs.ids());
              var missing = send(caller, route, ask, MISSING);
              var allowed = ALLOWED.get(permission(route)).contains(role);
              assertThat(foreign.status()).as(foreign.text()).isEqualTo(allowed ? 404 : 403);
              assertThat(withoutRequestId(foreign)).isEqualTo(withoutRequestId(missing));
            },
        route -> namesAnId(route, ASKS.get(key(route))));
  }

  @Test
  void shouldShowNothingOfTheOtherTenantInAnyList() {
    // Given
    var admin = app.signedIn(mine.tenant(), Role.ADMIN);

    // Then
    for (var list :
        List.of("targets", "subscriptions", "runs", "schedules", "members", "tokens", "audit")) {
      var reply = admin.get("/" + list);
      assertThat(reply.status()).as(list).isEqualTo(200);
      assertThat(reply.text())
          .as(list)
          .doesNotContain(
              theirs.ids().get("run"), theirs.subscription(), theirs.ids().get("subscription"));
    }
  }

  private interface Check {
    void of(Route route, Ask ask);
  }

  /**
   * Every route, asked by somebody of each role in my tenant: with a token, then with a session.
   */
  private Stream<DynamicTest> eachRoleAndWayIn(
      String what, BiFunction<TestApp.Caller, Role, Check> check, Predicate<Route> which) {
    return Stream.of(Role.values())
        .flatMap(
            role ->
                waysIn.entrySet().stream()
                    .flatMap(
                        way ->
                            each(
                                "%s, a %s by %s".formatted(what, role.wire(), way.getKey()),
                                check.apply(way.getValue().apply(mine.tenant(), role), role),
                                which)));
  }

  private Stream<DynamicTest> each(String who, Check check) {
    return each(who, check, _ -> true);
  }

  private Stream<DynamicTest> each(String who, Check check, Predicate<Route> which) {
    return tenantRoutes()
        .filter(route -> ASKS.containsKey(key(route)))
        .filter(which)
        .map(
            route ->
                dynamicTest(who + ": " + key(route), () -> check.of(route, ASKS.get(key(route)))));
  }

  private Stream<Route> tenantRoutes() {
    return app.application().routes().table().stream()
        .filter(route -> route.access() instanceof Access.InTenant);
  }

  private static Permission permission(Route route) {
    return ((Access.InTenant) route.access()).permission();
  }

  private static String key(Route route) {
    return route.method() + " " + route.template().substring(SCOPE.length());
  }

  private static boolean namesAnId(Route route, Ask ask) {
    var whole = key(route) + ask.query() + ask.body().orElse("");
    return whole.matches(
        "(?s).*\\{(run|target|token|member|name|subscription|schedule|workspace)}.*");
  }

  private TestApp.Reply send(TestApp.Caller caller, Route route, Ask ask, Map<String, String> ids) {
    var path = route.template().substring(SCOPE.length()) + ask.query();
    var body = ask.body();
    if (route.method().equals(HttpMethod.DELETE)
        && path.matches("/(targets|subscriptions)/[^/]+")) {
      path = throwAway(path, ids);
    }
    if (route.method().equals(HttpMethod.DELETE) && path.startsWith("/slack/channels/")) {
      bindChannel(mine.tenant(), "mine"); // unbinding uses it up
    }
    for (var id : ids.entrySet()) {
      path = path.replace("{" + id.getKey() + "}", HttpDoor.encoded(id.getValue()));
      body = body.map(text -> text.replace("{" + id.getKey() + "}", id.getValue()));
    }
    body = body.map(text -> text.replace("{fresh}", "fresh-" + fresh.incrementAndGet()));
    if (path.contains("{token}")) {
      path = path.replace("{token}", throwAwayToken(ids));
    }
    if (path.contains("{member}")) {
      path = path.replace("{member}", throwAwayMember(ids));
    }
    if (path.contains("{schedule}")) {
      path = path.replace("{schedule}", throwAwaySchedule(ids));
    }
    var reply =
        caller.call(
            path,
            HttpRequest.newBuilder()
                .method(
                    route.method().name(),
                    body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody())));
    received.add(path + " " + reply.status() + reply.headers() + reply.text());
    return reply;
  }

  /** Revoking uses a token up, so every try gets one of its own. */
  private String throwAwayToken(Map<String, String> ids) {
    if (ids.equals(MISSING)) {
      return NOBODYS;
    }
    var owner = ids.equals(mine.ids()) ? mine.tenant() : theirs.tenant();
    var made =
        app.as(owner, Role.ADMIN)
            .post("/tokens", "{\"name\":\"t\",\"role\":\"viewer\",\"days\":1}");
    return made.json().path("id").asText();
  }

  /** Deleting uses a target or subscription up too. */
  private String throwAway(String path, Map<String, String> ids) {
    if (ids.equals(MISSING)) {
      return path;
    }
    var owner = ids.equals(mine.ids()) ? mine.tenant() : theirs.tenant();
    var name = "gone-" + fresh.incrementAndGet();
    var subscription = tenants.subscription(owner, name, "simulated");
    return path.replace("{subscription}", subscription.toString())
        .replace("{target}", HttpDoor.encoded(tenants.gateway(owner, subscription, name)));
  }

  private String throwAwayMember(Map<String, String> ids) {
    if (ids.equals(MISSING)) {
      return NOBODYS;
    }
    var owner = ids.equals(mine.ids()) ? mine.tenant() : theirs.tenant();
    return tenants.member(owner, Role.VIEWER).toString();
  }

  private String throwAwaySchedule(Map<String, String> ids) {
    if (ids.equals(MISSING)) {
      return NOBODYS;
    }
    var owner = ids.equals(mine.ids()) ? mine.tenant() : theirs.tenant();
    var made =
        app.as(owner, Role.ADMIN)
            .post("/schedules", SCHEDULE.replace("{target}", ids.get("target")));
    return made.json().path("id").asText();
  }

  private static JsonNode withoutRequestId(TestApp.Reply reply) {
    return ((ObjectNode) reply.json()).without("requestId");
  }
}
