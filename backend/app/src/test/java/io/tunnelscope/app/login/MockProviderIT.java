package io.tunnelscope.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.settings.OidcSettings;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Signing in by a provider that others have made, honest and made to lie by its own means. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MockProviderIT {
  private static final String ISSUER = "staff";
  private static final String CLIENT = "tunnelscope";
  private static final long AN_HOUR = 3_600;

  private final TestDatabase database;
  private final MockOAuth2Server provider =
      new MockOAuth2Server(
          new OAuth2Config(
              false, null, null, false, new OAuth2TokenProvider(), Set.of(), new NettyWrapper()));
  private final Vertx vertx;
  private final Db db;
  private LoginDoor door;

  MockProviderIT(Vertx vertx, Db db, TestDatabase database) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
  }

  @BeforeAll
  void open(TestTenants tenants) throws Exception {
    provider.start(InetAddress.getLoopbackAddress(), 0);
    door =
        LoginDoor.with(
            vertx,
            db,
            new OidcSettings(
                URI.create(provider.issuerUrl(ISSUER).toString()),
                CLIENT,
                Optional.of(new Secret("secret")),
                OidcSettings.USUAL_SCOPES,
                OidcSettings.USUAL_ROLE_CLAIM),
            List.of());
    Sql.update(
        database.migrate(),
        "INSERT INTO role_mapping (tenant_id, position, claim_value, role) VALUES (?, 1, ?, 'operator')",
        tenants.add("mine").id().value(),
        "vpn");
  }

  @AfterAll
  void close() {
    door.close();
    provider.shutdown();
  }

  @Test
  void shouldSignSomebodyIn() throws Exception {
    // Given
    says(AN_HOUR, Map.of("groups", List.of("vpn"), "name", "Nari Oh"));

    // When
    var browser = door.arrived(signIn());

    // Then
    var session = new JsonObject(browser.get("/api/v1/session").body());
    assertThat(session.getJsonObject("person").getString("name")).isEqualTo("Nari Oh");
    assertThat(session.getJsonArray("memberships").getJsonObject(0).getString("role"))
        .isEqualTo("operator");
  }

  @Test
  void shouldRefuseATokenForAnotherClient() throws Exception {
    says(AN_HOUR, Map.of("groups", List.of("vpn"), "aud", "another"));
    assertThat(refusal(signIn())).isEqualTo("token-audience");
  }

  @Test
  void shouldRefuseATokenThatHasExpired() throws Exception {
    says(-AN_HOUR, Map.of("groups", List.of("vpn")));
    assertThat(refusal(signIn())).isEqualTo("token-expired");
  }

  @Test
  void shouldRefuseATokenOfAnotherIssuer() throws Exception {
    says(AN_HOUR, Map.of("groups", List.of("vpn"), "iss", "https://idp.example"));
    assertThat(refusal(signIn())).isEqualTo("token-issuer");
  }

  @Test
  void shouldRefuseATokenOfAnotherAttempt() throws Exception {
    says(AN_HOUR, Map.of("groups", List.of("vpn"), "nonce", "of-another-attempt"));
    assertThat(refusal(signIn())).isEqualTo("token-nonce");
  }

  @Test
  void shouldRefuseSomebodyWhomNoTenantKnows() throws Exception {
    says(AN_HOUR, Map.of());
    assertThat(refusal(signIn())).isEqualTo("no-membership");
  }

  /** What it puts into the next ID token. */
  private void says(long seconds, Map<String, Object> claims) {
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            ISSUER, "subject-" + claims.hashCode(), "JWT", List.of(CLIENT), claims, seconds));
  }

  private HttpResponse<String> signIn() throws Exception {
    var leaving = door.leave("");
    try (var browser = HttpClient.newHttpClient()) {
      var sentBack =
          browser.send(HttpRequest.newBuilder(leaving.address()).build(), BodyHandlers.ofString());
      var there = URI.create(LoginDoor.location(sentBack));
      return leaving.comeBack(there.getPath(), there.getRawQuery());
    }
  }

  /** Why it was refused, as it was written down. */
  private String refusal(HttpResponse<String> answer) {
    assertThat(LoginDoor.location(answer)).startsWith("/sign-in?problem=");
    assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(each -> each.startsWith("sid="));
    return Sql.column(
            database.migrate(),
            "SELECT reason FROM login_refusal WHERE request_id = ?",
            LoginDoor.location(answer).replaceFirst(".*request=", ""))
        .getFirst();
  }
}
