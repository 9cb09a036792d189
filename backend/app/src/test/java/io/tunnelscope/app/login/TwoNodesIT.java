package io.tunnelscope.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.settings.HttpSettings;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.LoginDoor.Browser;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an admin decides on one node, seen on another that shares the database. */
@BackendTest
class TwoNodesIT {
  /** Promised to people; the poll may be late by itself. */
  private static final Duration PROMISED = Duration.ofMillis(2_100);

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private LoginDoor here;
  private LoginDoor there;
  private TestTenant mine;
  private Browser onTheOther;

  TwoNodesIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void openBoth() {
    here = new LoginDoor(vertx, db);
    there = new LoginDoor(vertx, db);
    mine = tenants.add("mine");
    here.addPersonas(mine);
    onTheOther = there.signIn(mine, Role.OPERATOR);
  }

  @AfterEach
  void closeBoth() {
    here.close();
    there.close();
  }

  @Test
  void shouldShutADeactivatedMemberOut() {
    // Given
    assertThat(probe(onTheOther)).isEqualTo(200);

    // When
    patch("operator", "{\"active\":false}");

    // Then
    within(PROMISED, () -> probe(onTheOther), 401);
  }

  @Test
  void shouldShutARemovedMemberOut() {
    // Given
    assertThat(probe(onTheOther)).isEqualTo(200);

    // When
    var answer = asAdmin("DELETE", member("operator"), "");

    // Then
    assertThat(answer.statusCode()).isEqualTo(204);
    within(PROMISED, () -> probe(onTheOther), 401);
  }

  @Test
  void shouldAskForANewSessionWhenTheRoleHasChanged() {
    // Given
    assertThat(probe(onTheOther)).isEqualTo(200);

    // When
    patch("operator", "{\"role\":\"viewer\"}");

    // Then
    within(PROMISED, () -> probe(onTheOther), 401);
    var again = there.signIn(mine, Role.OPERATOR); // the person; a viewer by now
    assertThat(again.post(LoginDoor.in(mine, "/probe")).statusCode()).isEqualTo(403);
  }

  @Test
  void shouldFollowAMembershipEvenWhereTheSessionStays() {
    // Given
    assertThat(probe(onTheOther)).isEqualTo(200);

    // When: as if the node had died before it ended the sessions
    Sql.update(
        database.migrate(),
        "UPDATE membership SET deactivated_at = now() WHERE tenant_id = ? AND role = 'operator'",
        mine.id().value());

    // Then
    within(PROMISED, () -> probe(onTheOther), 404);
  }

  @Test
  void shouldLetATokenDoNoMoreThanItsOwnerMay() {
    // Given: two admins, one of whom makes a token
    patch("operator", "{\"role\":\"admin\"}");
    var owner = there.signIn(mine, Role.OPERATOR);
    var made =
        owner.send(
            "POST",
            LoginDoor.in(mine, "/tokens"),
            "{\"name\":\"nightly\",\"role\":\"operator\",\"days\":1}");
    var token = new JsonObject(made.body()).getString("token");
    assertThat(start(token)).isEqualTo(200);

    // When
    patch("operator", "{\"role\":\"viewer\"}");

    // Then
    within(PROMISED, () -> start(token), 403);
    assertThat(there.get(LoginDoor.in(mine, "/probe"), token).statusCode()).isEqualTo(200);
    patch("operator", "{\"active\":false}");
    within(PROMISED, () -> start(token), 401);
  }

  @Test
  void shouldGiveANewKeyWhenSomebodySwitchesToAnotherTenant() {
    // Given
    var other = tenants.add("other");
    Sql.update(
        database.migrate(),
        """
        INSERT INTO membership (tenant_id, person_id, role, name, issuer, subject)
        SELECT ?, person_id, 'viewer', name, issuer, subject FROM membership
        WHERE tenant_id = ? AND role = 'operator'
        """,
        other.id().value(),
        mine.id().value());
    var browser = here.signIn(mine, Role.OPERATOR);

    // When
    var answer =
        browser.send("POST", "/api/v1/session/tenant", "{\"tenant\":\"" + other.slug() + "\"}");

    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var after = here.arrived(answer);
    assertThat(after.cookie()).isNotEqualTo(browser.cookie());
    assertThat(after.csrf()).isEqualTo(new JsonObject(answer.body()).getString("csrf"));
    assertThat(after.get(LoginDoor.in(other, "/probe")).statusCode()).isEqualTo(200);
    assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldNotSwitchToATenantWhereOneIsNoMember() {
    // Given
    var theirs = tenants.add("theirs");
    var browser = here.signIn(mine, Role.OPERATOR);

    // When
    var answer =
        browser.send("POST", "/api/v1/session/tenant", "{\"tenant\":\"" + theirs.slug() + "\"}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldCountTheTriesOfAnAddressOnAllNodesTogether() {
    // Given
    var limits =
        new Limits(new Limits.Limit(10, 0.01), new Limits.Limit(99, 99), new Limits.Limit(9, 9));
    var settings = HttpSettings.onLoopback();
    Sql.run(database.migrate(), "DELETE FROM failed_proof");
    try (var one = new LoginDoor(vertx, db, settings, limits);
        var two = new LoginDoor(vertx, db, settings, limits)) {
      // When: each node alone would let ten through
      int refused = 0;
      for (int n = 0; n < 10; n++) {
        refused += one.send(one.to("/login")).statusCode() == 429 ? 1 : 0;
        refused += two.send(two.to("/login")).statusCode() == 429 ? 1 : 0;
      }

      // Then
      assertThat(refused).isBetween(8, 10);
      assertThat(two.send(two.to("/login")).headers().firstValue("Retry-After")).isPresent();
    }
  }

  private static void within(Duration time, IntSupplier status, int expected) {
    Awaitility.await()
        .atMost(time)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status.getAsInt() == expected);
  }

  private int probe(Browser browser) {
    return browser.get(LoginDoor.in(mine, "/probe")).statusCode();
  }

  private int start(String token) {
    return there
        .send(
            there
                .to(LoginDoor.in(mine, "/probe"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("{}")))
        .statusCode();
  }

  private void patch(String persona, String body) {
    var answer = asAdmin("PATCH", member(persona), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> asAdmin(String method, String path, String body) {
    return here.send(
        here.to(path)
            .header("Authorization", "Bearer " + here.token(mine, Role.ADMIN))
            .method(method, BodyPublishers.ofString(body)));
  }

  private String member(String persona) {
    var id =
        Sql.column(
                database.migrate(),
                "SELECT person_id FROM membership WHERE tenant_id = ? AND subject = ?",
                mine.id().value(),
                mine.slug() + "-" + persona)
            .getFirst();
    return LoginDoor.in(mine, "/members/" + id);
  }
}
