package io.tunnelscope.app.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.FakeOidc;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The identity provider that a tenant brings itself, with the secret of its client. */
@BackendTest
class TenantProviderIT {
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private FakeOidc provider;
  private FakeOidc installation;
  private LoginDoor door;
  private TestTenant mine;

  TenantProviderIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    provider = new FakeOidc();
    installation = new FakeOidc();
    door =
        LoginDoor.with(vertx, db, installation.settings(), List.of("127.0.0.1:" + provider.port()));
    mine = tenant("mine");
  }

  @AfterEach
  void close() {
    // The mappings of one test would let people of the next one in.
    Sql.run(database.migrate(), "DELETE FROM role_mapping", "DELETE FROM identity_provider");
    door.close();
    provider.close();
    installation.close();
  }

  @Test
  void shouldShowTheSecretToTheProviderAndToNobodyElse() {
    // Given
    var set = set(mine, wanted().put("clientSecret", FakeOidc.CLIENT_SECRET));

    // When
    var answer = signIn(mine);

    // Then
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    assertThat(LoginDoor.location(answer)).isEqualTo("/");
    assertThat(provider.secretsShown()).isEqualTo(1);
    assertThat(set.body() + get(mine, "/identity-provider") + get(mine, "/audit"))
        .contains("\"clientSecret\":true", "\"clientSecret\":\"set\"")
        .doesNotContain(FakeOidc.CLIENT_SECRET);
    assertThat(tablesThatHold(FakeOidc.CLIENT_SECRET)).isEmpty();
  }

  @Test
  void shouldKeepTheSecretOfTheSameClientAndTakeItAwayWhenItIsNull() {
    // Given
    set(mine, wanted().put("clientSecret", FakeOidc.CLIENT_SECRET));

    // When
    var kept = set(mine, wanted().put("scopes", "openid profile groups"));
    signIn(mine);

    // Then
    assertThat(new JsonObject(kept.body()).getBoolean("clientSecret")).isTrue();
    assertThat(provider.secretsShown()).isEqualTo(1);

    // When
    var removed = set(mine, wanted().putNull("clientSecret"));
    signIn(mine);

    // Then
    assertThat(new JsonObject(removed.body()).getBoolean("clientSecret")).isFalse();
    assertThat(removed.body()).doesNotContain("clientSecretSetAt");
    assertThat(provider.secretsShown()).isEqualTo(1);
  }

  @Test
  void shouldNotSendASecretToAnotherClientThanItWasGivenFor() {
    // Given
    set(mine, wanted().put("clientSecret", FakeOidc.CLIENT_SECRET));

    // When
    var answer = set(mine, wanted().put("clientId", "another"));

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    var error = new JsonObject(answer.body()).getJsonArray("errors").getJsonObject(0);
    assertThat(error.getString("field")).isEqualTo("clientSecret");
    assertThat(get(mine, "/identity-provider")).contains("\"clientId\":\"tunnelscope\"");
  }

  @Test
  void shouldRefuseTheSignInWhenTheSecretIsWrong() {
    // Given
    set(mine, wanted().put("clientSecret", "wrong"));

    // When
    var answer = signIn(mine);

    // Then
    assertThat(refusal(answer)).isEqualTo("code-refused");
  }

  @Test
  void shouldNotOpenASecretThatWasCopiedFromAnotherTenant() {
    // Given
    var theirs = tenant("theirs");
    set(theirs, wanted().put("clientSecret", FakeOidc.CLIENT_SECRET));
    set(mine, wanted().put("clientSecret", "mine alone"));
    Sql.update(
        database.migrate(),
        """
        UPDATE identity_provider mine SET client_secret_sealed = theirs.client_secret_sealed
        FROM identity_provider theirs WHERE mine.tenant_id = ? AND theirs.tenant_id = ?
        """,
        mine.id().value(),
        theirs.id().value());

    // When
    var answer = door.send(door.to("/login?tenant=" + mine.slug()));

    // Then
    assertThat(refusal(answer)).isEqualTo("secret-does-not-open");
    assertThat(provider.secretsShown()).isZero();
  }

  @Test
  void shouldSayStepByStepWhetherAProviderCanBeUsed() {
    // Given
    var good = test(new JsonObject().put("issuer", provider.issuer()), "en");
    provider.keysReply =
        reply -> FakeOidc.Reply.json("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}");
    var badKeys = test(new JsonObject().put("issuer", provider.issuer()), "en");
    var otherIssuer = test(new JsonObject().put("issuer", provider.issuer() + "/"), "ko");
    var http = test(new JsonObject().put("issuer", "http://192.0.2.7"), "en");
    var secretPlace = test(new JsonObject().put("issuer", "https://127.0.0.1:1"), "en");

    // Then
    assertThat(good)
        .isEqualTo(
            """
            {"ok":true,"steps":[{"step":"document","ok":true},{"step":"keys","ok":true}]}""");
    assertThat(badKeys)
        .startsWith(
            """
            {"ok":false,"steps":[{"step":"document","ok":true},{"step":"keys","ok":false,"reason":"keys-not-public\"""");
    assertThat(otherIssuer)
        .contains("\"reason\":\"document-of-other-issuer\"", "발급자", "{\"step\":\"keys\"}");
    assertThat(http).contains("\"reason\":\"not-https\"");
    assertThat(secretPlace)
        .contains("\"reason\":\"endpoint-forbidden\"", "TUNNELSCOPE_EGRESS_ALLOW");
    assertThat(get(mine, "/identity-provider")).contains("\"own\":false");
  }

  @Test
  void shouldTestTheOneThatIsSet() {
    // Given
    var none = send(mine, "POST", "/identity-provider/test", "{}", "en");
    set(mine, wanted());

    // When
    var set = test(new JsonObject(), "en");

    // Then
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(set).startsWith("{\"ok\":true");
  }

  @Test
  void shouldSayInWordsWhyAProviderIsNotStored() {
    // When
    var answer = set(mine, wanted().put("issuer", provider.issuer() + "/"));

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("letter by letter");
  }

  @Test
  void shouldLetNobodyIntoATenantThatIsOnItsWayOut() {
    // Given
    set(mine, wanted());
    var leaving = door.leave("?tenant=" + mine.slug());
    var grant = provider.signIn(leaving.address());
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET deleting_since = now() WHERE tenant_id = ?",
        mine.id().value());

    // When: one who was on the way already, and one who begins now
    var answer =
        leaving.comeBack(
            "/callback/" + mine.slug(), "code=" + grant.code() + "&state=" + leaving.state());
    var another = door.leave("?tenant=" + mine.slug());

    // Then
    assertThat(LoginDoor.location(answer)).startsWith("/sign-in?problem=");
    assertThat(another.address().toString()).startsWith(installation.issuer());
    var elsewhere = another.comeBack(installation.signIn(another.address()));
    assertThat(LoginDoor.location(elsewhere)).startsWith("/sign-in?problem=not-a-member");
  }

  @Test
  void shouldForgetRefusalsOfLongAgo() {
    // Given
    Sql.update(
        database.migrate(),
        """
        INSERT INTO login_refusal (refusal_id, at, reason, ip, agent, request_id)
        SELECT app.first_uuid7(now() - make_interval(days => days)), now() - make_interval(days => days),
          'token-nonce', '192.0.2.1', '', 'days-' || days FROM unnest(ARRAY[89, 91]) days
        """);
    set(mine, wanted().put("clientSecret", "wrong"));

    // When
    signIn(mine);

    // Then
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT request_id FROM login_refusal WHERE request_id LIKE 'days-%'"))
        .containsExactly("days-89");
  }

  private TestTenant tenant(String word) {
    var tenant = tenants.add(word);
    map(tenant, "vpn-readers");
    return tenant;
  }

  private void map(TestTenant tenant, String value) {
    Sql.update(
        database.migrate(),
        """
        INSERT INTO role_mapping (tenant_id, position, claim_value, role)
        SELECT ?, count(*) + 1, ?, 'viewer' FROM role_mapping WHERE tenant_id = ?
        """,
        tenant.id().value(),
        value,
        tenant.id().value());
  }

  private JsonObject wanted() {
    return new JsonObject().put("issuer", provider.issuer()).put("clientId", FakeOidc.CLIENT);
  }

  private HttpResponse<String> set(TestTenant tenant, JsonObject body) {
    return send(tenant, "PUT", "/identity-provider", body.encode(), "en");
  }

  private String test(JsonObject body, String language) {
    var answer = send(mine, "POST", "/identity-provider/test", body.encode(), language);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private HttpResponse<String> send(
      TestTenant tenant, String method, String path, String body, String language) {
    return door.send(
        door.to(LoginDoor.in(tenant, path))
            .header("Authorization", "Bearer " + door.token(tenant, Role.ADMIN))
            .header("Accept-Language", language)
            .method(method, BodyPublishers.ofString(body)));
  }

  private String get(TestTenant tenant, String path) {
    return door.get(LoginDoor.in(tenant, path), door.token(tenant, Role.ADMIN)).body();
  }

  private HttpResponse<String> signIn(TestTenant tenant) {
    var leaving = door.leave("?tenant=" + tenant.slug());
    var grant = provider.signIn(leaving.address());
    return leaving.comeBack(
        "/callback/" + tenant.slug(), "code=" + grant.code() + "&state=" + leaving.state());
  }

  private String refusal(HttpResponse<String> answer) {
    return Sql.column(
            database.migrate(),
            "SELECT reason FROM login_refusal WHERE request_id = ?",
            LoginDoor.location(answer).replaceFirst(".*request=", ""))
        .getFirst();
  }

  /** In letters or as the bytes of a column. */
  private List<String> tablesThatHold(String secret) {
    var hex = HexFormat.of().formatHex(secret.getBytes(UTF_8));
    return Sql.column(
            database.migrate(),
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")
        .stream()
        .filter(
            table ->
                !Sql.column(
                        database.migrate(),
                        "SELECT 1 FROM \"%s\" t WHERE strpos(t::text, ?) > 0 OR strpos(t::text, ?) > 0"
                            .formatted(table),
                        secret,
                        hex)
                    .isEmpty())
        .toList();
  }
}
