package io.tunnelscope.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.LoginDoor.Browser;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that another site makes a signed-in browser send. */
@BackendTest
class ForgeryIT {
  private final Vertx vertx;
  private final Db db;
  private final TestTenants tenants;
  private LoginDoor door;
  private TestTenant mine;
  private Browser browser;

  ForgeryIT(Vertx vertx, Db db, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    door = new LoginDoor(vertx, db);
    mine = tenants.add("mine");
    door.addPersonas(mine);
    browser = door.signIn(mine, Role.OPERATOR);
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** site: the browser's Sec-Fetch-Site; origin: OURS, THEIRS, NONE; proof: RIGHT, WRONG, NONE. */
  @ParameterizedTest
  @CsvSource({
    "same-origin, OURS, RIGHT, 200",
    "same-origin, NONE, RIGHT, 200",
    "NONE, OURS, RIGHT, 200",
    "same-origin, OURS, NONE, 403",
    "same-origin, OURS, WRONG, 403",
    "cross-site, THEIRS, RIGHT, 403",
    "cross-site, OURS, RIGHT, 403",
    "same-site, OURS, RIGHT, 403",
    "none, OURS, RIGHT, 403",
    "NONE, THEIRS, RIGHT, 403",
    "NONE, NONE, RIGHT, 403",
    "NONE, NULL, RIGHT, 403",
  })
  void shouldTakeUnsafeRequestsFromOurOwnPagesAlone(
      String site, String origin, String proof, int expected) {
    // Given
    var request = browser.to(LoginDoor.in(mine, "/probe")).POST(BodyPublishers.ofString("{}"));
    if (!site.equals("NONE")) {
      request.header("Sec-Fetch-Site", site);
    }
    switch (origin) {
      case "OURS" -> request.header("Origin", door.origin());
      case "THEIRS" -> request.header("Origin", "https://evil.example");
      case "NULL" -> request.header("Origin", "null");
      default -> {}
    }
    switch (proof) {
      case "RIGHT" -> request.header("X-CSRF", browser.csrf());
      case "WRONG" -> request.header("X-CSRF", door.signIn(mine, Role.ADMIN).csrf());
      default -> {}
    }

    // When
    var answer = door.send(request);

    // Then
    assertThat(answer.statusCode()).isEqualTo(expected);
  }

  @Test
  void shouldNotAskForProofWhereNothingChanges() {
    assertThat(browser.get(LoginDoor.in(mine, "/probe")).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldNotSignInForAnotherSite() {
    // When
    var answer =
        door.send(door.signInRequest(mine, Role.ADMIN).setHeader("Origin", "https://evil.example"));

    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void shouldRefuseACookieTogetherWithAToken() {
    // When
    var answer =
        door.send(
            browser
                .to(LoginDoor.in(mine, "/probe"))
                .header("Authorization", "Bearer " + door.token(mine, Role.VIEWER)));

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
  }
}
