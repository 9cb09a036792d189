package io.tunnelscope.app.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tunnelscope.app.http.Access;
import io.tunnelscope.app.http.Route;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

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

  private static final Map<String, Ask> ASKS =
      Map.ofEntries(
          Map.entry("GET /targets", Ask.get()),
          Map.entry("GET /targets/{target}", Ask.get()),
          Map.entry("GET /targets/{target}/history", Ask.get()),
          Map.entry("GET /subscriptions", Ask.get()),
          Map.entry("GET /runs", Ask.get()),
          Map.entry("POST /runs", Ask.post("{\"target\":\"{target}\"}", 202)),
          Map.entry("GET /runs/{run}", Ask.get()),
          Map.entry("POST /runs/{run}/cancel", Ask.post("{}", 409)),
          Map.entry("GET /runs/{run}/events", Ask.get()),
          Map.entry("GET /runs/{run}/logs", Ask.get()),
          Map.entry("GET /runs/{run}/logs/{name}", Ask.get()),
          Map.entry("GET /runs/{run}/logs.zip", Ask.get()),
          Map.entry("GET /diffs", new Ask("?from={run}&to={run}", Optional.empty(), 200)),
          Map.entry("POST /bundles", Ask.post("", 422)),
          Map.entry("GET /members", Ask.get()),
          Map.entry("GET /tokens", Ask.get()),
          Map.entry(
              "POST /tokens", Ask.post("{\"name\":\"t\",\"role\":\"viewer\",\"days\":1}", 201)),
          Map.entry("DELETE /tokens/{token}", new Ask("", Optional.empty(), 204)),
          Map.entry("GET /audit", Ask.get()));

  /** Written down once more on purpose: the table of the product is what is being tested. */
  private static final Map<Permission, Set<Role>> ALLOWED =
      Map.of(
          Permission.READ, Set.of(Role.VIEWER, Role.OPERATOR, Role.AUDITOR, Role.ADMIN),
          Permission.START_RUN, Set.of(Role.OPERATOR, Role.ADMIN),
          Permission.READ_AUDIT, Set.of(Role.AUDITOR, Role.ADMIN),
          Permission.MANAGE, Set.of(Role.ADMIN));

  private static final String SCOPE = "/api/v1/t/{tenant}";

  private WalledApp app;
  private WalledTenant mine;
  private WalledTenant theirs;

  @BeforeAll
  void fill(Vertx vertx, TestDatabase database, TestTenants tenants, @TempDir Path folder) {
    app = new WalledApp(vertx, database, folder);
    mine = WalledTenant.withARun(app, tenants, "mine");
    theirs = WalledTenant.withARun(app, tenants, "theirs");
  }

  @AfterAll
  void stop() {
    app.close();
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
                .map(route -> route.method() + " " + route.template()))
        .containsExactlyInAnyOrder(
            "GET /api/v1/session",
            "POST /api/v1/session/logout",
            "GET /api/v1/demo/personas",
            "POST /api/v1/demo/sign-in",
            "GET /openapi.yaml",
            "GET /problems/{slug}");
  }

  @TestFactory
  Stream<DynamicTest> shouldTurnStrangersAway() {
    return each(
        "a stranger",
        (route, ask) -> {
          var own = send(route, ask, mine.tenant().slug(), mine.ids(), Optional.empty());
          var missing = send(route, ask, "never-was", mine.ids(), Optional.empty());
          assertThat(own.statusCode()).isEqualTo(401);
          assertThat(withoutRequestId(own)).isEqualTo(withoutRequestId(missing));
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldLetEachRoleDoWhatItMayAndNoMore() {
    return Stream.of(Role.values())
        .flatMap(
            role ->
                each(
                    "a " + role.wire(),
                    (route, ask) -> {
                      var allowed = ALLOWED.get(permission(route)).contains(role);
                      var answer =
                          send(
                              route,
                              ask,
                              mine.tenant().slug(),
                              mine.ids(),
                              Optional.of(app.token(mine.tenant(), role)));
                      assertThat(answer.statusCode())
                          .as(answer.body())
                          .isEqualTo(allowed ? ask.status() : 403);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shouldAnswerForAForeignTenantAsForOneThatNeverWas() {
    var token = Optional.of(app.token(mine.tenant(), Role.ADMIN));
    return each(
        "the foreign tenant",
        (route, ask) -> {
          var foreign = send(route, ask, theirs.tenant().slug(), theirs.ids(), token);
          var missing = send(route, ask, "never-was", WalledTenant.missingIds(), token);
          assertThat(foreign.statusCode()).isEqualTo(404);
          assertThat(withoutRequestId(foreign)).isEqualTo(withoutRequestId(missing));
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldAnswerForAForeignIdAsForOneThatNeverWas() {
    var token = Optional.of(app.token(mine.tenant(), Role.ADMIN));
    return each(
        "the foreign id",
        (route, ask) -> {
          var foreign = send(route, ask, mine.tenant().slug(), theirs.ids(), token);
          var missing = send(route, ask, mine.tenant().slug(), WalledTenant.missingIds(), token);
          assertThat(foreign.statusCode()).as(foreign.body()).isEqualTo(404);
          assertThat(withoutRequestId(foreign)).isEqualTo(withoutRequestId(missing));
        },
        route -> namesAnId(route, ASKS.get(key(route))));
  }

  @Test
  void shouldShowNothingOfTheOtherTenantInAnyList() {
    // Given
    var token = app.token(mine.tenant(), Role.ADMIN);

    // Then
    for (var list : List.of("targets", "subscriptions", "runs", "members", "tokens", "audit")) {
      var body = app.json("/api/v1/t/" + mine.tenant().slug() + "/" + list, token).encode();
      assertThat(body).as(list).doesNotContain(theirs.ids().get("run"), theirs.subscription());
    }
  }

  private interface Check {
    void of(Route route, Ask ask);
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
    return whole.matches("(?s).*\\{(run|target|token|name)}.*");
  }

  private HttpResponse<String> send(
      Route route, Ask ask, String slug, Map<String, String> ids, Optional<String> token) {
    var path = (route.template() + ask.query()).replace("{tenant}", slug);
    var body = ask.body();
    for (var id : ids.entrySet()) {
      path = path.replace("{" + id.getKey() + "}", WalledTenant.encoded(id.getValue()));
      body = body.map(text -> text.replace("{" + id.getKey() + "}", id.getValue()));
    }
    if (path.contains("{token}")) {
      path = path.replace("{token}", throwAwayToken(ids));
    }
    return app.send(route.method().name(), path, token, body);
  }

  /** Revoking uses a token up, so every try gets one of its own. */
  private String throwAwayToken(Map<String, String> ids) {
    if (ids.equals(WalledTenant.missingIds())) {
      return "01900000-0000-7000-8000-000000000000";
    }
    TestTenant owner = ids.equals(mine.ids()) ? mine.tenant() : theirs.tenant();
    var hex = app.token(owner, Role.VIEWER).substring(5, 37);
    return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  private static JsonObject withoutRequestId(HttpResponse<String> answer) {
    var json = new JsonObject(answer.body());
    json.remove("requestId");
    return json;
  }
}
