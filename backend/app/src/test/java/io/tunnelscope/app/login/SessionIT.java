package io.tunnelscope.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.settings.HttpSettings;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BackendTest
class SessionIT {
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private LoginDoor door;
  private TestTenant mine;

  SessionIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    door = new LoginDoor(vertx, db);
    mine = tenants.add("mine");
    door.addPersonas(mine);
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void shouldSayWhoIsSignedInAndWhereTheyBelong() {
    // Given
    var browser = door.signIn(mine, Role.OPERATOR);

    // When
    var answer = browser.get("/api/v1/session");

    // Then
    var session = new JsonObject(answer.body());
    assertThat(session.getBoolean("demo")).isTrue();
    assertThat(session.getJsonObject("person").getString("name")).isNotBlank();
    assertThat(session.getJsonArray("memberships").getJsonObject(0).getString("tenant"))
        .isEqualTo(mine.slug());
    assertThat(session.getJsonArray("memberships").getJsonObject(0).getString("role"))
        .isEqualTo("operator");
  }

  @Test
  void shouldKeepTheCookieFromScriptsAndOtherSites() {
    // When
    var answer = door.send(door.signInRequest(mine, Role.VIEWER));

    // Then
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("sid=")
        .contains("Path=/", "HTTPOnly", "SameSite=Lax")
        .doesNotContain("Secure", "Domain");
  }

  @Test
  void shouldBindTheCookieToTlsWhenBrowsersComeByTls() {
    // Given
    var behindProxy =
        new HttpSettings(
            "127.0.0.1",
            0,
            0,
            Optional.of(URI.create("https://tunnelscope.example")),
            Optional.empty(),
            List.of());
    try (var secure = new LoginDoor(vertx, db, behindProxy, Limits.usual())) {
      // When
      var body = new JsonObject().put("persona", mine.slug() + "-viewer").encode();
      var answer =
          secure.send(
              door.to("")
                  .uri(URI.create("http://127.0.0.1:" + secure.port() + "/api/v1/demo/sign-in"))
                  .header("Origin", "https://tunnelscope.example")
                  .POST(BodyPublishers.ofString(body)));

      // Then
      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
          .startsWith("__Host-sid=")
          .contains("Secure", "Path=/", "HTTPOnly");
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    }
  }

  @Test
  void shouldStoreNothingThatCouldBeUsedAsACookie() {
    // Given
    var browser = door.signIn(mine, Role.VIEWER);

    // When
    var rows =
        Sql.column(database.migrate(), "SELECT row_to_json(s)::text FROM session s").toString();

    // Then
    assertThat(rows).doesNotContain(browser.cookie().substring("sid=".length()));
    assertThat(rows).doesNotContain(browser.csrf());
  }

  @Test
  void shouldGiveANewSessionAtEverySignInAndEndTheOldOne() {
    // Given
    var before = door.signIn(mine, Role.VIEWER);

    // When
    var answer =
        door.send(door.signInRequest(mine, Role.OPERATOR).header("Cookie", before.cookie()));

    // Then
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .doesNotStartWith(before.cookie());
    assertThat(before.get("/api/v1/session").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldNotTakeASessionThatWasPlanted() {
    // Given
    var planted = "sid=" + "A".repeat(43);

    // When
    door.send(door.signInRequest(mine, Role.ADMIN).header("Cookie", planted));

    // Then
    assertThat(door.send(door.to("/api/v1/session").header("Cookie", planted)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void shouldEndTheSessionAtLogout() {
    // Given
    var browser = door.signIn(mine, Role.VIEWER);

    // When
    var answer = browser.post("/api/v1/session/logout");

    // Then
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"31, 31", "29, 58"})
  void shouldEndASessionThatIsNotUsedForHalfAnHour(int firstPause, int total) {
    // Given
    var browser = door.signIn(mine, Role.VIEWER);

    // When
    door.clock.forward(Duration.ofMinutes(firstPause));
    afterTheCache();
    int first = browser.get("/api/v1/session").statusCode();
    door.clock.forward(Duration.ofMinutes(total - firstPause));
    afterTheCache();

    // Then
    int expected = firstPause > 30 ? 401 : 200;
    assertThat(first).isEqualTo(expected);
    assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(expected);
  }

  @Test
  void shouldEndASessionAfterTwelveHoursHoweverBusyItIs() {
    // Given
    var browser = door.signIn(mine, Role.VIEWER);

    // When
    busyFor(Duration.ofMinutes(710));
    int early = browser.get("/api/v1/session").statusCode();
    busyFor(Duration.ofMinutes(20));
    int late = browser.get("/api/v1/session").statusCode();

    // Then
    assertThat(early).isEqualTo(200);
    assertThat(late).isEqualTo(401);
  }

  /** As if the session had been used all the time. */
  private void busyFor(Duration time) {
    door.clock.forward(time);
    Sql.update(
        database.migrate(), "UPDATE session SET seen_at = ?", Timestamp.from(door.clock.instant()));
    afterTheCache();
  }

  @Test
  void shouldFollowALostMembershipWithinSeconds() {
    // Given
    var browser = door.signIn(mine, Role.VIEWER);
    assertThat(browser.get(LoginDoor.in(mine, "/probe")).statusCode()).isEqualTo(200);

    // When
    Sql.update(database.migrate(), "DELETE FROM membership WHERE tenant_id = ?", mine.id().value());

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(browser.get(LoginDoor.in(mine, "/probe")).statusCode()).isEqualTo(404));
  }

  @Test
  void shouldNoteWhoCameAndWent() {
    // Given
    var browser = door.signIn(mine, Role.OPERATOR);

    // When
    browser.post("/api/v1/session/logout");

    // Then
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT action || ' ' || ip FROM audit WHERE tenant_id = ? ORDER BY seq",
                mine.id().value()))
        .containsExactly("session.start 127.0.0.1", "session.end 127.0.0.1");
  }

  @Test
  void shouldSlowDownWhoeverGuessesCookies() {
    // Given
    var limits =
        new Limits(new Limits.Limit(5, 0.1), new Limits.Limit(1000, 1000), new Limits.Limit(9, 9));
    try (var strict = new LoginDoor(vertx, db, HttpSettings.onLoopback(), limits)) {
      // When
      for (int n = 0; n < 5; n++) {
        var guess = "sid=" + "%043d".formatted(n);
        assertThat(strict.send(strict.to("/api/v1/session").header("Cookie", guess)).statusCode())
            .isEqualTo(401);
      }
      var next =
          strict.send(strict.to("/api/v1/session").header("Cookie", "sid=" + "B".repeat(43)));

      // Then
      assertThat(next.statusCode()).isEqualTo(429);
      assertThat(next.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 10L);
    }
  }

  /** Lets the two seconds pass for which an answer of the database may be used again. */
  private void afterTheCache() {
    var start = System.nanoTime();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(100))
        .until(() -> System.nanoTime() - start > Duration.ofMillis(2100).toNanos());
  }
}
