package io.tunnelscope.app.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tunnelscope.app.http.Access;
import io.tunnelscope.app.http.Route;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.ArmClient;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.http.HttpMethod;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every route of the Azure-compatible door, asked by strangers, by each role, and about what is
 * another tenant's or never was. A route with a new kind of parameter fails until it is known here.
 */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArmWallIT {
  /** Written down once more on purpose: the table of the product is what is being tested. */
  private static final Map<Permission, Set<Role>> ALLOWED =
      Map.of(
          Permission.READ, Set.of(Role.values()),
          Permission.START_RUN, Set.of(Role.OPERATOR, Role.ADMIN));

  private static final String NOBODYS = "01900000-0000-7000-8000-000000000000";

  private final TestApp app;
  private final TestTenants tenants;
  private Walled mine;
  private Walled theirs;

  ArmWallIT(TestApp app, TestTenants tenants) {
    this.app = app;
    this.tenants = tenants;
  }

  /** A tenant with one of everything, and how each role of it asks. */
  private record Walled(SubscriptionId subscription, Things things, Map<Role, ArmClient> as) {}

  /** By what a path names them. */
  private record Things(String subscription, String target, String connection, String operation) {
    String in(Route route) {
      var name = route.path().contains("/connections/") ? connection : target;
      return route
              .template()
              .replace("{subscription}", subscription)
              .replace("{group}", "test")
              .replace("{name}", name.substring(name.lastIndexOf('/') + 1))
              .replace("{watcher}", "NetworkWatcher_koreacentral")
              .replace("{location}", "koreacentral")
              .replace("{operation}", operation)
          + "?"
          + ArmClient.VERSION;
    }
  }

  @BeforeAll
  void fill() {
    mine = withARun("mine");
    theirs = withARun("theirs");
  }

  private Walled withARun(String word) {
    var tenant = tenants.add(word);
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    var target = tenants.gateway(tenant, subscription, "sim-NoFault");
    var connection = tenants.connection(tenant, target, "branch");
    var run = app.as(tenant, Role.OPERATOR).runToItsEnd(target).path("id").asText();
    return new Walled(
        subscription,
        new Things(subscription.toString(), target, connection, run),
        Map.of(
            Role.VIEWER, ArmClient.signedIn(app, tenant, Role.VIEWER),
            Role.OPERATOR, ArmClient.signedIn(app, tenant, Role.OPERATOR),
            Role.AUDITOR, ArmClient.signedIn(app, tenant, Role.AUDITOR),
            Role.ADMIN, ArmClient.signedIn(app, tenant, Role.ADMIN)));
  }

  @TestFactory
  Stream<DynamicTest> shouldTurnStrangersAwayWithoutTellingWhatThereIs() {
    return each(
        "a stranger",
        route -> {
          var own = stranger(route, mine.things());
          var missing = stranger(route, missing());
          assertThat(own.status()).isEqualTo(401);
          assertThat(own.text()).isEqualTo(missing.text()).contains("AuthenticationFailed");
        });
  }

  private TestApp.Reply stranger(Route route, Things things) {
    return app.send(
        things.in(route),
        HttpRequest.newBuilder().method(route.method().name(), BodyPublishers.noBody()));
  }

  @TestFactory
  Stream<DynamicTest> shouldLetEachRoleDoWhatItMayAndNoMore() {
    return Stream.of(Role.values())
        .flatMap(
            role ->
                each(
                    "a " + role.wire(),
                    route -> {
                      var answer = send(mine.as().get(role), route, mine.things());
                      if (ALLOWED.get(permission(route)).contains(role)) {
                        // Busy, when the one before is not done.
                        assertThat(answer.status()).as(answer.text()).isIn(200, 202, 409);
                      } else {
                        assertThat(answer.status()).isEqualTo(403);
                        assertThat(answer.text()).contains("AuthorizationFailed");
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shouldAnswerForAnothersThingsAsForWhatNeverWas() {
    return each(
        "another tenant's",
        route -> {
          var foreign = send(mine.as().get(Role.ADMIN), route, theirs.things());
          var missing = send(mine.as().get(Role.ADMIN), route, missing());
          if (route.path().equals("/subscriptions")) {
            assertThat(foreign.text()).doesNotContain(theirs.things().subscription());
          } else {
            assertThat(foreign.status()).as(foreign.text()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(missing.text()).contains("ResourceNotFound");
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldNotFindAnothersRunBelowTheOwnSubscription() {
    var mixed =
        new Things(
            mine.things().subscription(),
            theirs.things().target(),
            theirs.things().connection(),
            theirs.things().operation());
    return each(
            "another's run",
            route ->
                assertThat(send(mine.as().get(Role.ADMIN), route, mixed).status()).isEqualTo(404))
        .filter(test -> test.getDisplayName().contains("{operation}"));
  }

  private Things missing() {
    var things = mine.things();
    return new Things(
        NOBODYS,
        things.target().replace(things.subscription(), NOBODYS),
        things.connection().replace(things.subscription(), NOBODYS),
        NOBODYS);
  }

  private static TestApp.Reply send(ArmClient client, Route route, Things things) {
    return HttpMethod.POST.equals(route.method())
        ? client.post(things.in(route), ArmClient.body(things.target()))
        : client.get(things.in(route));
  }

  private static Permission permission(Route route) {
    return ((Access.ByToken) route.access()).permission();
  }

  private Stream<DynamicTest> each(String who, Consumer<Route> check) {
    return app.application().routes().table().stream()
        .filter(route -> route.access() instanceof Access.ByToken)
        .map(
            route ->
                dynamicTest(
                    who + ": " + route.method() + " " + route.template(),
                    () -> check.accept(route)));
  }
}
