package io.tunnelscope.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.FakeOidc;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.LoginDoor.Browser;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people see who sign in by an honest identity provider. */
@BackendTest
class OidcLoginIT {
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private FakeOidc provider;
  private LoginDoor door;
  private TestTenant mine;

  OidcLoginIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    provider = new FakeOidc();
    door = LoginDoor.with(vertx, db, provider.settings(), List.of());
    mine = tenants.add("mine");
    map(mine, "vpn-readers", "viewer");
  }

  @AfterEach
  void close() {
    // The mappings of one test would let people of the next one in.
    Sql.run(database.migrate(), "DELETE FROM role_mapping", "DELETE FROM identity_provider");
    door.close();
    provider.close();
  }

  @Test
  void shouldSendTheBrowserAwayWithStateNonceAndChallenge() {
    // When
    var leaving = door.leave("");

    // Then
    assertThat(leaving.address().toString()).startsWith(provider.issuer() + "/authorize?");
    assertThat(leaving.parameter("response_type")).isEqualTo("code");
    assertThat(leaving.parameter("client_id")).isEqualTo(FakeOidc.CLIENT);
    assertThat(leaving.parameter("scope").split(" ")).contains("openid");
    assertThat(leaving.parameter("redirect_uri")).isEqualTo(door.origin() + "/callback");
    assertThat(leaving.parameter("code_challenge_method")).isEqualTo("S256");
    assertThat(leaving.state()).hasSize(43);
    assertThat(leaving.parameter("nonce")).hasSize(43).isNotEqualTo(leaving.state());
    assertThat(leaving.parameter("code_challenge")).hasSize(43);
  }

  @Test
  void shouldKeepTheLoginCookieFromScriptsAndOtherSites() {
    // When
    var answer = door.send(door.to("/login"));

    // Then
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("login=")
        .contains("Path=/", "HTTPOnly", "SameSite=Lax", "Max-Age=600")
        .doesNotContain("Domain");
  }

  @Test
  void shouldLetSomebodyInWhoseGroupIsMapped() {
    // When
    var answer = signIn("?return=" + encoded("/t/" + mine.slug() + "/runs?state=FAILED"));

    // Then
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(LoginDoor.location(answer)).isEqualTo("/t/" + mine.slug() + "/runs?state=FAILED");
    assertThat(role(door.arrived(answer), mine)).isEqualTo("viewer");
    assertThat(actions(mine)).containsExactly("member.join ok", "session.start ok");
  }

  @Test
  void shouldStoreNeitherStateNorCookieOfAnAttempt() {
    // Given
    var leaving = door.leave("");

    // When
    var rows = Sql.column(database.migrate(), "SELECT row_to_json(a)::text FROM login_attempt a");

    // Then
    assertThat(rows.toString())
        .doesNotContain(leaving.state(), leaving.cookie().substring("login=".length()));
  }

  @Test
  void shouldGiveTheFirstRoleOfTheMappingThatMatches() {
    // Given
    map(mine, "vpn-admins", "admin");
    provider.groups = List.of("vpn-admins", "vpn-readers");

    // When
    var browser = door.arrived(signIn(""));

    // Then: readers stand before admins in the mapping
    assertThat(role(browser, mine)).isEqualTo("viewer");
  }

  @Test
  void shouldFollowTheGroupsAtTheNextSignIn() {
    // Given
    map(mine, "vpn-operators", "operator");
    var before = door.arrived(signIn(""));
    provider.groups = List.of("vpn-operators");

    // When
    var after = door.arrived(signIn(""));

    // Then
    assertThat(role(after, mine)).isEqualTo("operator");
    assertThat(before.get("/api/v1/session").statusCode()).isEqualTo(401);
    assertThat(actions(mine)).contains("member.change ok");
  }

  @Test
  void shouldTakeAMembershipThatNoGroupGivesAnyMore() {
    // Given
    door.arrived(signIn(""));
    provider.groups = List.of("somebody-elses");

    // When
    var answer = signIn("");

    // Then
    assertThat(LoginDoor.location(answer)).startsWith("/sign-in?problem=not-a-member");
    assertThat(actions(mine)).contains("member.leave ok");
    assertThat(members(mine)).isEmpty();
  }

  @Test
  void shouldLeaveARoleAloneThatAnAdminGave() {
    // Given
    door.arrived(signIn(""));
    var id = members(mine).getFirst();
    change(id, "{\"role\":\"operator\"}");
    provider.groups = List.of();

    // When
    var browser = door.arrived(signIn(""));

    // Then
    assertThat(role(browser, mine)).isEqualTo("operator");
  }

  @Test
  void shouldNotLetADeactivatedMemberInWhateverTheGroupsSay() {
    // Given
    door.arrived(signIn(""));
    change(members(mine).getFirst(), "{\"active\":false}");

    // When
    var answer = signIn("");

    // Then
    assertThat(LoginDoor.location(answer)).startsWith("/sign-in?problem=not-a-member");
  }

  @Test
  void shouldKnowPeopleByIssuerAndSubjectWhateverTheirNameOrMail() {
    // Given
    door.arrived(signIn(""));

    // When
    provider.claims = c -> c.claim("name", "Nari Kim").claim("email", "new@example.com");
    door.arrived(signIn(""));

    // Then
    assertThat(members(mine)).hasSize(1);
  }

  @Test
  void shouldEndTheSessionThatWasThereBefore() {
    // Given
    var before = door.arrived(signIn(""));
    var leaving = door.leave("");
    var grant = provider.signIn(leaving.address());

    // When
    var answer =
        door.send(
            door.to("/callback?code=" + grant.code() + "&state=" + leaving.state())
                .header("Cookie", leaving.cookie() + "; " + before.cookie()));

    // Then
    assertThat(door.arrived(answer).cookie()).isNotEqualTo(before.cookie());
    assertThat(before.get("/api/v1/session").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldTellWhereToSignOutOfTheProvider() {
    // Given
    var browser = door.arrived(signIn(""));

    // When
    var answer = browser.post("/api/v1/session/logout");

    // Then
    assertThat(new JsonObject(answer.body()).getString("next"))
        .startsWith(provider.issuer() + "/bye?id_token_hint=ey")
        .contains("client_id=" + FakeOidc.CLIENT)
        .endsWith("post_logout_redirect_uri=" + encoded(door.origin() + "/sign-in"));
    assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldAskForNewKeysOnceWhenATokenNamesOneThatIsNotKnown() {
    // Given
    door.arrived(signIn(""));
    provider.keysReply =
        reply -> FakeOidc.Reply.json(reply.body().replace(FakeOidc.KEY_ID, "key-2"));
    provider.signing =
        claims -> FakeOidc.signed(claims, FakeOidc.KEY, FakeOidc.header().keyID("key-2"));
    door.clock.forward(Duration.ofSeconds(40));

    // When
    door.arrived(signIn(""));

    // Then
    assertThat(provider.keyFetches()).isEqualTo(2);
  }

  @Test
  void shouldNotBeMadeToFetchKeysOverAndOver() {
    // Given
    provider.signing =
        claims -> FakeOidc.signed(claims, FakeOidc.KEY, FakeOidc.header().keyID("never-was"));

    // When
    for (int n = 0; n < 5; n++) {
      signIn("");
    }

    // Then
    assertThat(provider.keyFetches()).isEqualTo(1);
  }

  @Test
  void shouldSignInByTheProviderThatATenantBringsAndCountThereAlone() {
    // Given: somebody is known to a tenant by the installation, and both trust the same issuer
    door.arrived(signIn(""));
    try (var own = new FakeOidc();
        var open =
            LoginDoor.with(vertx, db, provider.settings(), List.of("127.0.0.1:" + own.port()))) {
      var theirs = tenants.add("theirs");
      var admin = open.token(theirs, Role.ADMIN);
      var set =
          open.send(
              open.to(LoginDoor.in(theirs, "/identity-provider"))
                  .header("Authorization", "Bearer " + admin)
                  .PUT(
                      BodyPublishers.ofString(
                          new JsonObject()
                              .put("issuer", own.issuer())
                              .put("clientId", FakeOidc.CLIENT)
                              .encode())));
      map(theirs, "vpn-readers", "operator");

      // When
      var leaving = open.leave("?tenant=" + theirs.slug());
      var grant = own.signIn(leaving.address());
      var answer =
          leaving.comeBack(
              "/callback/" + theirs.slug(), "code=" + grant.code() + "&state=" + leaving.state());

      // Then
      assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
      assertThat(new JsonObject(set.body()).getString("redirectUri"))
          .isEqualTo(open.origin() + "/callback/" + theirs.slug());
      var browser = open.arrived(answer);
      assertThat(role(browser, theirs)).isEqualTo("operator");
      assertThat(browser.get(LoginDoor.in(mine, "/probe")).statusCode()).isEqualTo(404);
      assertThat(
              open.send(
                      open.to(LoginDoor.in(theirs, "/identity-provider"))
                          .header("Authorization", "Bearer " + admin)
                          .DELETE())
                  .statusCode())
          .isEqualTo(204);
      assertThat(actions(theirs))
          .contains("identity-provider.set ok", "identity-provider.remove ok");
    }
  }

  @Test
  void shouldNotReachIntoTheNetworkOfTheOperatorForATenant() {
    // Given
    var admin = door.token(mine, Role.ADMIN);

    // When: the port is open, but nobody listed it for tenants
    var answer =
        door.send(
            door.to(LoginDoor.in(mine, "/identity-provider"))
                .header("Authorization", "Bearer " + admin)
                .PUT(
                    BodyPublishers.ofString(
                        new JsonObject()
                            .put("issuer", provider.issuer().replace("http:", "https:"))
                            .put("clientId", "c")
                            .encode())));

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("TUNNELSCOPE_EGRESS_ALLOW");
  }

  private HttpResponse<String> signIn(String query) {
    var leaving = door.leave(query);
    return leaving.comeBack(provider.signIn(leaving.address()));
  }

  /** Behind the mappings that are there. */
  private void map(TestTenant tenant, String value, String role) {
    Sql.update(
        database.migrate(),
        """
        INSERT INTO role_mapping (tenant_id, position, claim_value, role)
        SELECT ?, count(*) + 1, ?, ? FROM role_mapping WHERE tenant_id = ?
        """,
        tenant.id().value(),
        value,
        role,
        tenant.id().value());
  }

  private static String role(Browser browser, TestTenant tenant) {
    JsonArray memberships =
        new JsonObject(browser.get("/api/v1/session").body()).getJsonArray("memberships");
    return memberships.stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("tenant").equals(tenant.slug()))
        .map(each -> each.getString("role"))
        .findFirst()
        .orElse("none");
  }

  private void change(String member, String body) {
    var answer =
        door.send(
            door.to(LoginDoor.in(mine, "/members/" + member))
                .header("Authorization", "Bearer " + door.token(mine, Role.ADMIN))
                .method("PATCH", BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private List<String> members(TestTenant tenant) {
    return Sql.column(
        database.migrate(),
        "SELECT person_id FROM membership WHERE tenant_id = ?",
        tenant.id().value());
  }

  private List<String> actions(TestTenant tenant) {
    return Sql.column(
        database.migrate(),
        "SELECT action || ' ' || result FROM audit WHERE tenant_id = ? ORDER BY seq",
        tenant.id().value());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
