package io.tunnelscope.app.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.FakeOidc;
import io.tunnelscope.app.testing.FakeOidc.Grant;
import io.tunnelscope.app.testing.FakeOidc.Reply;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.LoginDoor.Leaving;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that a hostile provider, or somebody between it and us, may answer: nobody gets in.
 */
@BackendTest
class ForgedLoginIT {
  /** A world in which one thing is wrong. */
  private static final class World implements AutoCloseable {
    final FakeOidc provider = new FakeOidc();
    final LoginDoor door;
    final TestTenant mine;

    World(Vertx vertx, Db db, TestTenant mine) {
      this.mine = mine;
      this.door = LoginDoor.with(vertx, db, provider.settings(), List.of());
    }

    Leaving leave() {
      return door.leave("?tenant=" + mine.slug());
    }

    @Override
    public void close() {
      door.close();
      provider.close();
    }
  }

  /** A lie and what it must be called in the audit. */
  private record Forgery(String name, Reason reason, Function<World, HttpResponse<String>> trick) {}

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant mine;

  ForgedLoginIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void makeATenantThatWouldLetThePersonIn() {
    mine = tenants.add("mine");
    Sql.update(
        database.migrate(),
        "INSERT INTO role_mapping (tenant_id, position, claim_value, role) VALUES (?, 1, ?, 'admin')",
        mine.id().value(),
        "vpn-readers");
  }

  @AfterEach
  void forgetTheMapping() {
    Sql.run(database.migrate(), "DELETE FROM role_mapping");
  }

  @Test
  void shouldLetSomebodyInWhenNothingIsForged() {
    try (var world = new World(vertx, db, mine)) {
      // When
      var answer = honest(world);

      // Then
      assertThat(LoginDoor.location(answer)).isEqualTo("/");
      assertThat(cookies(answer)).anyMatch(each -> each.startsWith("sid="));
      Sql.run(database.migrate(), "DELETE FROM session");
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldLetNobodyInWhoseTokenIsForged() {
    return tests(
        claim("another nonce", Reason.TOKEN_NONCE, c -> c.claim("nonce", "A".repeat(43))),
        claim("no nonce", Reason.TOKEN_NONCE, c -> c.claim("nonce", null)),
        claim("a number as nonce", Reason.TOKEN_MALFORMED, c -> c.claim("nonce", 1)),
        claim("for another client", Reason.TOKEN_AUDIENCE, c -> c.audience("another")),
        claim("for nobody", Reason.TOKEN_AUDIENCE, c -> c.audience((String) null)),
        claim(
            "for several and no party",
            Reason.TOKEN_AUTHORIZED_PARTY,
            c -> c.audience(List.of(FakeOidc.CLIENT, "another"))),
        claim(
            "given to another party",
            Reason.TOKEN_AUTHORIZED_PARTY,
            c -> c.claim("azp", "another")),
        claim("of another issuer", Reason.TOKEN_ISSUER, c -> c.issuer("https://idp.example")),
        claim("of no issuer", Reason.TOKEN_ISSUER, c -> c.issuer(null)),
        claim("expired", Reason.TOKEN_EXPIRED, c -> c.expirationTime(in(-90))),
        claim("without an end", Reason.TOKEN_MALFORMED, c -> c.expirationTime(null)),
        claim("without a beginning", Reason.TOKEN_MALFORMED, c -> c.issueTime(null)),
        claim(
            "issued in the future",
            Reason.TOKEN_FROM_THE_FUTURE,
            c -> c.issueTime(in(300)).expirationTime(in(600))),
        claim("not yet valid", Reason.TOKEN_FROM_THE_FUTURE, c -> c.notBeforeTime(in(300))),
        claim("an end that is no time", Reason.TOKEN_MALFORMED, c -> c.claim("exp", "soon")),
        claim("no subject", Reason.TOKEN_SUBJECT, c -> c.subject(null)),
        claim("an empty subject", Reason.TOKEN_SUBJECT, c -> c.subject(" ")),
        claim("a subject without end", Reason.TOKEN_SUBJECT, c -> c.subject("s".repeat(256))),
        claim("a subject with a NUL", Reason.TOKEN_SUBJECT, c -> c.subject("s\0")),
        claim("a number as subject", Reason.TOKEN_MALFORMED, c -> c.claim("sub", 7)),
        signing("not signed", Reason.TOKEN_ALGORITHM, c -> new PlainJWT(c).serialize()),
        signing("signed with the public key", Reason.TOKEN_ALGORITHM, c -> hmac(c, publicKey())),
        signing(
            "signed with the client's secret",
            Reason.TOKEN_ALGORITHM,
            c -> hmac(c, FakeOidc.CLIENT_SECRET.getBytes(UTF_8))),
        signing(
            "signed by a stranger who uses the name of the key",
            Reason.TOKEN_SIGNATURE,
            c -> FakeOidc.signed(c, FakeOidc.FOREIGN_KEY, FakeOidc.header())),
        signing(
            "signed by a stranger who brings the key along",
            Reason.TOKEN_SIGNATURE,
            c ->
                FakeOidc.signed(
                    c,
                    FakeOidc.FOREIGN_KEY,
                    FakeOidc.header().jwk(FakeOidc.FOREIGN_KEY.toPublicJWK()))),
        signing(
            "signed by a stranger who says where the key is",
            Reason.TOKEN_SIGNATURE,
            c ->
                FakeOidc.signed(
                    c,
                    FakeOidc.FOREIGN_KEY,
                    FakeOidc.header().jwkURL(URI.create("https://keys.example/set")))),
        signing(
            "a key that nobody knows",
            Reason.TOKEN_KEY_UNKNOWN,
            c -> FakeOidc.signed(c, FakeOidc.FOREIGN_KEY, FakeOidc.header().keyID("never-was"))),
        signing(
            "a key that is a path",
            Reason.TOKEN_KEY_UNKNOWN,
            c ->
                FakeOidc.signed(
                    c, FakeOidc.FOREIGN_KEY, FakeOidc.header().keyID("../../../dev/null"))),
        signing(
            "a key that is a statement",
            Reason.TOKEN_KEY_UNKNOWN,
            c -> FakeOidc.signed(c, FakeOidc.FOREIGN_KEY, FakeOidc.header().keyID("' OR '1'='1"))),
        signing("changed after it was signed", Reason.TOKEN_SIGNATURE, ForgedLoginIT::changed),
        signing(
            "with its signature cut off",
            Reason.TOKEN_MALFORMED,
            c -> honestToken(c).replaceFirst("\\.[^.]*$", "")),
        signing(
            "with an empty signature",
            Reason.TOKEN_MALFORMED,
            c -> honestToken(c).replaceFirst("\\.[^.]*$", ".")),
        signing(
            "with an extension that must be known",
            Reason.TOKEN_CRITICAL_HEADER,
            c ->
                FakeOidc.signed(
                    c,
                    FakeOidc.KEY,
                    FakeOidc.header()
                        .criticalParams(Set.of("x-strict"))
                        .customParam("x-strict", true))),
        signing(
            "an access token",
            Reason.TOKEN_TYPE,
            c ->
                FakeOidc.signed(
                    c, FakeOidc.KEY, FakeOidc.header().type(new JOSEObjectType("at+jwt")))),
        signing(
            "encrypted",
            Reason.TOKEN_ALGORITHM,
            c -> base64("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + "..AAAA.AAAA.AAAA"),
        signing("with a claim twice", Reason.TOKEN_MALFORMED, ForgedLoginIT::claimTwice),
        signing("longer than tokens are", Reason.TOKEN_MALFORMED, c -> "e".repeat(70_000)),
        signing("no token", Reason.TOKEN_MALFORMED, c -> "nonsense"),
        signing("binary", Reason.TOKEN_MALFORMED, c -> "\u0001.\u0002.\u0003"));
  }

  @TestFactory
  Stream<DynamicTest> shouldLetNobodyInWhenTheProvidersOtherAnswersAreForged() {
    return tests(
        keys("keys with a private one", Reason.KEYS_NOT_PUBLIC, ForgedLoginIT::privateKeys),
        keys("keys with a shared one", Reason.KEYS_NOT_PUBLIC, ForgedLoginIT::sharedKey),
        keys("keys too short to be safe", Reason.TOKEN_KEY_UNKNOWN, r -> keySet(SHORT_KEY)),
        keys("keys without end", Reason.KEYS_MALFORMED, r -> manyKeys()),
        keys("keys that are no keys", Reason.KEYS_MALFORMED, r -> Reply.json("{\"keys\":[1]}")),
        keys("keys that are no JSON", Reason.KEYS_MALFORMED, r -> Reply.json("<html>")),
        keys("keys of 300 kB", Reason.KEYS_MALFORMED, ForgedLoginIT::padded),
        keys("keys elsewhere", Reason.KEYS_UNREACHABLE, ForgedLoginIT::redirect),
        keys("no keys", Reason.KEYS_UNREACHABLE, r -> new Reply(404, Map.of(), "{}")),
        keys("keys that never come", Reason.KEYS_UNREACHABLE, r -> Reply.never()),
        exchange(
            "no ID token", Reason.ID_TOKEN_MISSING, r -> Reply.json("{\"access_token\":\"a\"}")),
        exchange(
            "a list as ID token", Reason.ID_TOKEN_MISSING, r -> Reply.json("{\"id_token\":[1]}")),
        exchange("no JSON", Reason.EXCHANGE_MALFORMED, r -> Reply.json("id_token=eyJ")),
        exchange(
            "an ID token twice",
            Reason.EXCHANGE_MALFORMED,
            r -> Reply.json("{\"id_token\":\"a\"," + r.body().substring(1))),
        exchange(
            "something behind the JSON",
            Reason.EXCHANGE_MALFORMED,
            r -> Reply.json(r.body() + "{}")),
        exchange(
            "JSON without a bottom",
            Reason.EXCHANGE_MALFORMED,
            r -> Reply.json("{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")),
        exchange("300 kB", Reason.EXCHANGE_MALFORMED, ForgedLoginIT::padded),
        exchange("go elsewhere", Reason.EXCHANGE_UNREACHABLE, ForgedLoginIT::redirect),
        exchange(
            "a broken server",
            Reason.EXCHANGE_UNREACHABLE,
            r -> new Reply(500, Map.of(), r.body())),
        exchange("nothing", Reason.EXCHANGE_UNREACHABLE, r -> Reply.never()),
        exchange(
            "a token under the wrong status",
            Reason.EXCHANGE_UNREACHABLE,
            r -> new Reply(203, Map.of(), r.body())));
  }

  @TestFactory
  Stream<DynamicTest> shouldSendNobodyToAProviderThatSaysWrongThingsOfItself() {
    return tests(
        document(
            "it is somebody else",
            Reason.DOCUMENT_OF_OTHER_ISSUER,
            d -> d.put("issuer", "https://idp.example")),
        document("nobody", Reason.DOCUMENT_OF_OTHER_ISSUER, d -> d.putNull("issuer")),
        document("no way to sign in", Reason.DOCUMENT_MALFORMED, d -> without(d, "jwks_uri")),
        document(
            "keys in a file",
            Reason.ENDPOINT_FORBIDDEN,
            d -> d.put("jwks_uri", "file:///etc/hosts")),
        document(
            "codes to the cloud's own door",
            Reason.ENDPOINT_FORBIDDEN,
            d -> d.put("token_endpoint", "http://169.254.169.254/token")),
        document(
            "people to a script",
            Reason.ENDPOINT_FORBIDDEN,
            d -> d.put("authorization_endpoint", "javascript:alert(1)")),
        document(
            "codes in the clear",
            Reason.ENDPOINT_FORBIDDEN,
            d -> d.put("token_endpoint", "http://idp.example/token")),
        document(
            "a name and password in an address",
            Reason.ENDPOINT_FORBIDDEN,
            d -> d.put("token_endpoint", "https://a:b@idp.example/token")),
        documentReply("no JSON", Reason.DOCUMENT_MALFORMED, r -> Reply.json("[]")),
        documentReply("300 kB", Reason.DOCUMENT_MALFORMED, ForgedLoginIT::padded),
        documentReply("elsewhere", Reason.DOCUMENT_UNREACHABLE, ForgedLoginIT::redirect));
  }

  @TestFactory
  Stream<DynamicTest> shouldLetNobodyInWhoComesBackInAWrongWay() {
    return tests(
        new Forgery("the same answer twice", Reason.STATE_UNKNOWN, this::twice),
        back("in another browser", Reason.OTHER_BROWSER, ForgedLoginIT::inAnotherBrowser),
        back(
            "without a cookie",
            Reason.COOKIE_MISSING,
            (leaving, grant) -> cookieless(leaving, query(leaving, grant))),
        back(
            "with a state that nobody gave",
            Reason.STATE_UNKNOWN,
            (leaving, grant) ->
                leaving.comeBack("/callback", "code=" + grant.code() + "&state=" + "A".repeat(43))),
        back(
            "without a state",
            Reason.STATE_MISSING,
            (leaving, grant) -> leaving.comeBack("/callback", "code=" + grant.code())),
        back(
            "with a state that is none",
            Reason.STATE_MISSING,
            (leaving, grant) ->
                leaving.comeBack("/callback", "code=" + grant.code() + "&state=%00")),
        back(
            "with two codes",
            Reason.PARAMETER_REPEATED,
            (leaving, grant) ->
                leaving.comeBack("/callback", query(leaving, grant) + "&code=another")),
        back(
            "without a code",
            Reason.CODE_MISSING,
            (leaving, grant) -> leaving.comeBack("/callback", "state=" + leaving.state())),
        back(
            "with the answer of another issuer",
            Reason.ISSUER_PARAMETER_WRONG,
            (leaving, grant) ->
                leaving.comeBack(
                    "/callback", query(leaving, grant) + "&iss=https%3A%2F%2Fidp.example")),
        new Forgery(
            "without the issuer that the provider promised",
            Reason.ISSUER_PARAMETER_MISSING,
            world -> {
              world.provider.document =
                  d -> d.put("authorization_response_iss_parameter_supported", true);
              return honest(world);
            }),
        back(
            "at the door of another provider",
            Reason.OTHER_CALLBACK,
            (leaving, grant) ->
                leaving.comeBack("/callback/" + mine.slug(), query(leaving, grant))),
        back(
            "with a no",
            Reason.PROVIDER_SAID_NO,
            (leaving, grant) ->
                leaving.comeBack("/callback", "error=access_denied&state=" + leaving.state())),
        back(
            "with a code that is made up",
            Reason.CODE_REFUSED,
            (leaving, grant) ->
                leaving.comeBack("/callback", "code=made-up&state=" + leaving.state())),
        new Forgery(
            "with the code of another attempt", Reason.CODE_REFUSED, ForgedLoginIT::otherCode),
        new Forgery(
            "after ten minutes",
            Reason.ATTEMPT_EXPIRED,
            world -> {
              var leaving = world.leave();
              var grant = world.provider.signIn(leaving.address());
              world.door.clock.forward(Duration.ofMinutes(10));
              return leaving.comeBack(grant);
            }),
        new Forgery(
            "as somebody whom no tenant knows",
            Reason.NO_MEMBERSHIP,
            world -> {
              world.provider.groups = List.of("elsewhere");
              return honest(world);
            }));
  }

  /** Through the whole way: what the address says, what is stored, what the browser is told. */
  @TestFactory
  Stream<DynamicTest> shouldSendNobodyElsewhereAfterSigningIn() {
    return ReturnPathTest.payloads()
        .map(payload -> DynamicTest.dynamicTest("return to " + payload, () -> stays(payload)));
  }

  private void stays(String payload) {
    try (var world = new World(vertx, db, mine)) {
      // When
      var leaving = world.door.leave("?return=" + URLEncoder.encode(payload, UTF_8));
      var answer = leaving.comeBack(world.provider.signIn(leaving.address()));

      // Then
      assertThat(leaving.address().toString()).startsWith(world.provider.issuer() + "/");
      assertThat(answer.headers().allValues("Location")).containsExactly("/");
      assertThat(cookies(answer)).hasSize(1);
    }
  }

  private Stream<DynamicTest> tests(Forgery... forgeries) {
    return Stream.of(forgeries)
        .map(forgery -> DynamicTest.dynamicTest(forgery.name(), () -> shouldRefuse(forgery)));
  }

  private void shouldRefuse(Forgery forgery) {
    // Given
    try (var world = new World(vertx, db, mine)) {
      Sql.run(database.migrate(), "DELETE FROM login_refusal", "DELETE FROM session");

      // When
      var answer = forgery.trick().apply(world);

      // Then
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(LoginDoor.location(answer))
          .startsWith("/sign-in?problem=" + forgery.reason().told().wire() + "&request=");
      assertThat(cookies(answer)).noneMatch(each -> each.startsWith("sid="));
      assertThat(Sql.column(database.migrate(), "SELECT 1 FROM session")).isEmpty();
      assertThat(Sql.column(database.migrate(), "SELECT reason FROM login_refusal"))
          .containsExactly(forgery.reason().wire());
      if (namesATenant(forgery.reason())) {
        assertThat(lastInAudit()).isEqualTo("denied session.start " + forgery.reason().wire());
      }
    }
  }

  /** An answer that belongs to no attempt belongs to no tenant either. */
  private static boolean namesATenant(Reason reason) {
    return switch (reason) {
      case STATE_MISSING, STATE_UNKNOWN, PARAMETER_REPEATED -> false;
      default -> true;
    };
  }

  private String lastInAudit() {
    return Sql.column(
            database.migrate(),
            """
            SELECT result || ' ' || object || ' ' || (details ->> 'reason') FROM audit
            WHERE tenant_id = ? ORDER BY seq DESC LIMIT 1
            """,
            mine.id().value())
        .getFirst();
  }

  private static HttpResponse<String> honest(World world) {
    var leaving = world.leave();
    return leaving.comeBack(world.provider.signIn(leaving.address()));
  }

  private interface Return {
    HttpResponse<String> of(Leaving leaving, Grant grant);
  }

  private static Forgery back(String name, Reason reason, Return trick) {
    return new Forgery(
        name,
        reason,
        world -> {
          var leaving = world.leave();
          return trick.of(leaving, world.provider.signIn(leaving.address()));
        });
  }

  private static Forgery claim(
      String name, Reason reason, UnaryOperator<JWTClaimsSet.Builder> lie) {
    return with("a token " + name, reason, provider -> provider.claims = lie);
  }

  private static Forgery signing(String name, Reason reason, Function<JWTClaimsSet, String> lie) {
    return with("a token " + name, reason, provider -> provider.signing = lie);
  }

  private static Forgery keys(String name, Reason reason, UnaryOperator<Reply> lie) {
    return with(name, reason, provider -> provider.keysReply = lie);
  }

  private static Forgery exchange(String name, Reason reason, UnaryOperator<Reply> lie) {
    return with("for the code " + name, reason, provider -> provider.tokenReply = lie);
  }

  private static Forgery with(String name, Reason reason, Consumer<FakeOidc> lie) {
    return new Forgery(
        name,
        reason,
        world -> {
          lie.accept(world.provider);
          return honest(world);
        });
  }

  private static Forgery document(String name, Reason reason, UnaryOperator<JsonObject> lie) {
    return atLogin(name, reason, provider -> provider.document = lie);
  }

  private static Forgery documentReply(String name, Reason reason, UnaryOperator<Reply> lie) {
    return atLogin(name, reason, provider -> provider.documentReply = lie);
  }

  private static Forgery atLogin(String name, Reason reason, Consumer<FakeOidc> lie) {
    return new Forgery(
        "a document: " + name,
        reason,
        world -> {
          lie.accept(world.provider);
          return world.door.send(world.door.to("/login?tenant=" + world.mine.slug()));
        });
  }

  private HttpResponse<String> twice(World world) {
    var leaving = world.leave();
    var grant = world.provider.signIn(leaving.address());
    leaving.comeBack(grant);
    Sql.run(database.migrate(), "DELETE FROM session", "DELETE FROM membership");
    return leaving.comeBack(grant);
  }

  private static HttpResponse<String> inAnotherBrowser(Leaving leaving, Grant grant) {
    var other = leaving.door().leave("");
    return other.comeBack("/callback", query(leaving, grant));
  }

  private static HttpResponse<String> cookieless(Leaving leaving, String query) {
    return leaving.door().send(leaving.door().to("/callback?" + query));
  }

  private static HttpResponse<String> otherCode(World world) {
    var attacker = world.leave();
    var stolen = world.provider.signIn(attacker.address());
    var victim = world.leave();
    return victim.comeBack(stolen);
  }

  private static String query(Leaving leaving, Grant grant) {
    return "code=" + grant.code() + "&state=" + leaving.state();
  }

  private static List<String> cookies(HttpResponse<?> answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(each -> !each.contains("Max-Age=0"))
        .toList();
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static String honestToken(JWTClaimsSet claims) {
    return FakeOidc.signed(claims, FakeOidc.KEY, FakeOidc.header());
  }

  private static String changed(JWTClaimsSet claims) {
    var parts = honestToken(claims).split("\\.", -1);
    var lie = new JsonObject(Base64URL.from(parts[1]).decodeToString()).put("sub", "the-admin");
    return parts[0] + "." + base64(lie.encode()) + "." + parts[2];
  }

  /** Signed by the provider itself: which of the two is meant, readers may differ. */
  private static String claimTwice(JWTClaimsSet claims) {
    var header = FakeOidc.header().build().toBase64URL().toString();
    var body = base64("{\"sub\":\"the-admin\"," + claims.toString().substring(1));
    try {
      var signer = new RSASSASigner(FakeOidc.KEY.toRSAPrivateKey());
      var signature = signer.sign(FakeOidc.header().build(), (header + "." + body).getBytes(UTF_8));
      return header + "." + body + "." + signature;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hmac(JWTClaimsSet claims, byte[] secret) {
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(FakeOidc.KEY_ID).build();
      var token = new SignedJWT(header, claims);
      token.sign(new MACSigner(secret));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] publicKey() {
    try {
      return FakeOidc.KEY.toRSAPublicKey().getEncoded();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final RSAKey SHORT_KEY = shortKey();

  private static RSAKey shortKey() {
    try {
      return new RSAKeyGenerator(1024, true).keyID(FakeOidc.KEY_ID).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply keySet(RSAKey key) {
    return Reply.json(new JWKSet(key).toString());
  }

  private static Reply privateKeys(Reply honest) {
    return Reply.json(new JWKSet(FakeOidc.KEY).toString(false));
  }

  private static Reply sharedKey(Reply honest) {
    var shared = new OctetSequenceKey.Builder(new byte[32]).keyID(FakeOidc.KEY_ID).build();
    return Reply.json(new JWKSet(List.of(FakeOidc.KEY, shared)).toString(false));
  }

  private static Reply manyKeys() {
    var key = FakeOidc.FOREIGN_KEY.toPublicJWK().toJSONString();
    return Reply.json(
        IntStream.range(0, 101)
            .mapToObj(n -> key.replace(FakeOidc.KEY_ID, "key-" + n))
            .collect(Collectors.joining(",", "{\"keys\":[", "]}")));
  }

  private static Reply padded(Reply honest) {
    return new Reply(200, honest.headers(), honest.body() + " ".repeat(300_000));
  }

  /** To where the right answer would be. */
  private static Reply redirect(Reply honest) {
    return new Reply(302, Map.of("Location", "https://idp.example/elsewhere"), honest.body());
  }

  private static JsonObject without(JsonObject document, String name) {
    document.remove(name);
    return document.put("scopes_supported", new JsonArray().add("openid"));
  }

  private static String base64(String text) {
    return Base64URL.encode(text).toString();
  }
}
