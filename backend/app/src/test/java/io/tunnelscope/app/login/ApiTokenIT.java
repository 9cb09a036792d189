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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BackendTest
class ApiTokenIT {
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private LoginDoor door;
  private TestTenant mine;
  private String admin;

  ApiTokenIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    door = new LoginDoor(vertx, db);
    mine = tenants.add("mine");
    admin = door.token(mine, Role.ADMIN);
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void shouldLetATokenInThatAnAdminMade() {
    // When
    var made = create("{\"name\":\"nightly\",\"role\":\"operator\",\"days\":30}");

    // Then
    assertThat(made.statusCode()).isEqualTo(201);
    var token = new JsonObject(made.body()).getString("token");
    assertThat(token).matches("vpnt_[0-9a-f]{32}_[A-Za-z0-9_-]{43}[0-9a-f]{8}");
    assertThat(probe(token).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldTellTheSecretOnceAndKeepItsHashAlone() {
    // Given
    var made = new JsonObject(create("{\"name\":\"once\",\"role\":\"viewer\",\"days\":1}").body());
    var secret = made.getString("token").substring("vpnt_".length() + 33);

    // When
    var listed = door.get(LoginDoor.in(mine, "/tokens"), admin).body();
    var stored =
        Sql.column(database.migrate(), "SELECT row_to_json(t)::text FROM api_token t").toString();
    var audited =
        Sql.column(database.migrate(), "SELECT row_to_json(a)::text FROM audit a").toString();

    // Then
    assertThat(listed).contains("once").doesNotContain(secret);
    assertThat(stored).doesNotContain(secret);
    assertThat(audited).contains("token.create").doesNotContain(secret);
  }

  @Test
  void shouldRefuseATokenThatWasMistypedCutOrMadeUp() {
    // Given
    var good = door.token(mine, Role.VIEWER);
    var changed = good.substring(0, 45) + (good.charAt(45) == 'A' ? 'B' : 'A') + good.substring(46);
    var other = door.token(mine, Role.VIEWER);
    var swapped = good.substring(0, 38) + other.substring(38);

    // Then
    for (var bad :
        new String[] {
          changed, swapped, good.substring(0, 60), good + "0", "vpnt_", "x".repeat(500), ""
        }) {
      assertThat(probe(bad).statusCode()).as(bad).isEqualTo(401);
    }
  }

  @Test
  void shouldRefuseARightChecksumWithAWrongSecret() {
    // Given
    var good = TokenText.parse(door.token(mine, Role.VIEWER)).orElseThrow();
    var forged = TokenText.fresh(good.id(), new SecureRandom());

    // Then
    assertThat(probe(forged.reveal()).statusCode()).isEqualTo(401);
    assertThat(probe(good.reveal()).statusCode()).isEqualTo(200);
    assertThat(probe(forged.reveal()).statusCode()).isEqualTo(401);
  }

  @Test
  void shouldRefuseATokenAfterItsLastDay() {
    // Given
    var token = door.token(mine, Role.VIEWER);
    assertThat(probe(token).statusCode()).isEqualTo(200);

    // When
    door.clock.forward(Duration.ofDays(31));

    // Then
    assertThat(probe(token).statusCode()).isEqualTo(401);
  }

  @Test
  void shouldRefuseARevokedTokenAtOnce() {
    // Given
    var made = new JsonObject(create("{\"name\":\"gone\",\"role\":\"viewer\",\"days\":1}").body());
    assertThat(probe(made.getString("token")).statusCode()).isEqualTo(200);

    // When
    var revoked = delete(made.getString("id"));

    // Then
    assertThat(revoked.statusCode()).isEqualTo(204);
    assertThat(probe(made.getString("token")).statusCode()).isEqualTo(401);
    assertThat(delete(made.getString("id")).statusCode()).isEqualTo(404);
    assertThat(door.get(LoginDoor.in(mine, "/tokens"), admin).body()).doesNotContain("gone");
  }

  @Test
  void shouldKeepATokenInsideItsTenant() {
    // Given
    var theirs = tenants.add("theirs");
    var token = door.token(mine, Role.ADMIN);

    // When
    var foreign = door.get(LoginDoor.in(theirs, "/probe"), token);
    var missing = door.get("/api/v1/t/never-was/probe", token);

    // Then
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(withoutRequestId(foreign)).isEqualTo(withoutRequestId(missing));
  }

  @Test
  void shouldRememberWhenATokenWasLastUsed() {
    // Given
    var token = door.token(mine, Role.VIEWER);

    // When
    probe(token);

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(door.get(LoginDoor.in(mine, "/tokens"), admin).body())
                    .contains("lastUsedAt"));
  }

  @Test
  void shouldNameEverythingThatIsWrongWithAWish() {
    // When
    var answer = create("{\"name\":\"\",\"role\":\"king\",\"days\":400,\"colour\":\"red\"}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getJsonArray("errors").stream())
        .extracting(error -> ((JsonObject) error).getString("field"))
        .containsExactlyInAnyOrder("name", "role", "days", "colour");
  }

  @Test
  void shouldLetATokenDoNoMoreThanItsScopes() {
    // Given
    var made = create("{\"name\":\"watch\",\"role\":\"admin\",\"scopes\":[\"read\"],\"days\":1}");
    var token = new JsonObject(made.body()).getString("token");

    // When
    var refused = door.get(LoginDoor.in(mine, "/audit"), token);

    // Then
    assertThat(new JsonObject(made.body()).getJsonArray("scopes").encode()).isEqualTo("[\"read\"]");
    assertThat(probe(token).statusCode()).isEqualTo(200);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("lacks the scope audit");
  }

  @Test
  void shouldNotMakeATokenThatMayMoreThanItsMaker() {
    // Given
    var settings =
        create("{\"name\":\"settings\",\"role\":\"admin\",\"scopes\":[\"settings\"],\"days\":1}");
    var maker = new JsonObject(settings.body()).getString("token");

    // When
    var answer =
        door.send(
            door.to(LoginDoor.in(mine, "/tokens"))
                .header("Authorization", "Bearer " + maker)
                .POST(
                    BodyPublishers.ofString("{\"name\":\"more\",\"role\":\"viewer\",\"days\":1}")));

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("no more than what you may do yourself");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "[\"audit\"]", "[\"king\"]", "[\"read\",\"read\"]", "\"read\"", "[1]"})
  void shouldRefuseScopesThatTheRoleHasNot(String scopes) {
    assertThat(
            create("{\"name\":\"n\",\"role\":\"operator\",\"scopes\":" + scopes + ",\"days\":1}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void shouldSlowDownATokenThatAsksTooOften() {
    // Given
    var limits =
        new Limits(new Limits.Limit(9, 9), new Limits.Limit(3, 0.5), new Limits.Limit(9, 9));
    try (var strict = new LoginDoor(vertx, db, HttpSettings.onLoopback(), limits)) {
      var token = strict.token(mine, Role.VIEWER);

      // When
      for (int n = 0; n < 3; n++) {
        strict.get(LoginDoor.in(mine, "/probe"), token);
      }
      var next = strict.get(LoginDoor.in(mine, "/probe"), token);

      // Then
      assertThat(next.statusCode()).isEqualTo(429);
      assertThat(next.headers().firstValue("Retry-After")).hasValue("2");
      strict.clock.forward(Duration.ofSeconds(3));
      assertThat(strict.get(LoginDoor.in(mine, "/probe"), token).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldNoteARefusalInTheAudit() {
    // Given
    var viewer = door.token(mine, Role.VIEWER);

    // When
    var refused = door.get(LoginDoor.in(mine, "/tokens"), viewer);

    // Then
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(door.get(LoginDoor.in(mine, "/audit?result=denied"), admin).body())
        .contains("GET /api/v1/t/:tenant/tokens", "test viewer");
  }

  private HttpResponse<String> create(String body) {
    return door.send(
        door.to(LoginDoor.in(mine, "/tokens"))
            .header("Authorization", "Bearer " + admin)
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> delete(String id) {
    return door.send(
        door.to(LoginDoor.in(mine, "/tokens/" + id))
            .header("Authorization", "Bearer " + admin)
            .DELETE());
  }

  private HttpResponse<String> probe(String token) {
    return door.get(LoginDoor.in(mine, "/probe"), token);
  }

  private static JsonObject withoutRequestId(HttpResponse<String> answer) {
    var json = new JsonObject(answer.body());
    json.remove("requestId");
    return json;
  }
}
