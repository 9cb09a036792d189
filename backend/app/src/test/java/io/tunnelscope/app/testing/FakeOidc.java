package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.tunnelscope.app.settings.OidcSettings;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An identity provider that keeps to the standards until a test makes it lie. One client, one
 * person, a new port each time.
 */
public final class FakeOidc implements AutoCloseable {
  /** What an authorisation code stands for. */
  public record Grant(String code, String nonce, String challenge, String redirectUri) {}

  /** An answer of the provider. A body of null never comes. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public static Reply json(String body) {
      return new Reply(200, Map.of("Content-Type", "application/json"), body);
    }

    /** Takes the request and says nothing more. */
    public static Reply never() {
      return new Reply(200, Map.of(), null);
    }
  }

  public static final String CLIENT = "tunnelscope";
  public static final String CLIENT_SECRET = "a secret of 40 characters, no more no less";
  public static final String SUBJECT = "subject-1";
  public static final String KEY_ID = "key-1";

  /** Making keys takes long; every provider of this JVM signs with the same. */
  public static final RSAKey KEY = newKey(KEY_ID);

  /** Of somebody else. */
  public static final RSAKey FOREIGN_KEY = newKey(KEY_ID);

  public volatile UnaryOperator<JsonObject> document = UnaryOperator.identity();
  public volatile UnaryOperator<Reply> documentReply = UnaryOperator.identity();
  public volatile UnaryOperator<Reply> keysReply = UnaryOperator.identity();
  public volatile UnaryOperator<Reply> tokenReply = UnaryOperator.identity();
  public volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
  public volatile Function<JWTClaimsSet, String> signing = each -> signed(each, KEY, header());
  public volatile List<String> groups = List.of("vpn-readers");

  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private final AtomicInteger keyFetches = new AtomicInteger();
  private final AtomicInteger secretsShown = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  public FakeOidc() {
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/.well-known/openid-configuration", this::describe);
    server.createContext("/keys", this::keys);
    server.createContext("/token", this::token);
    server.start();
  }

  public String issuer() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public int keyFetches() {
    return keyFetches.get();
  }

  /** How often a client has shown its secret. */
  public int secretsShown() {
    return secretsShown.get();
  }

  /** As an installation is told about it. */
  public OidcSettings settings() {
    return new OidcSettings(
        URI.create(issuer()),
        CLIENT,
        Optional.of(new Secret(CLIENT_SECRET)),
        OidcSettings.USUAL_SCOPES,
        OidcSettings.USUAL_ROLE_CLAIM);
  }

  /** A person signs in at the address to which the browser was sent; what it is sent back with. */
  public Grant signIn(URI authorizeUrl) {
    var sent = new QueryStringDecoder(authorizeUrl).parameters();
    var grant =
        new Grant(
            UUID.randomUUID().toString(),
            sent.get("nonce").getFirst(),
            sent.get("code_challenge").getFirst(),
            sent.get("redirect_uri").getFirst());
    grants.put(grant.code(), grant);
    return grant;
  }

  public static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY_ID);
  }

  public static String signed(JWTClaimsSet claims, RSAKey key, JWSHeader.Builder header) {
    try {
      var token = new SignedJWT(header.build(), claims);
      token.sign(new RSASSASigner(key.toRSAPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void describe(HttpExchange exchange) throws IOException {
    var says =
        new JsonObject()
            .put("issuer", issuer())
            .put("authorization_endpoint", issuer() + "/authorize")
            .put("token_endpoint", issuer() + "/token")
            .put("jwks_uri", issuer() + "/keys")
            .put("end_session_endpoint", issuer() + "/bye")
            .put(
                "token_endpoint_auth_methods_supported",
                new JsonArray().add("client_secret_basic"));
    answer(exchange, documentReply.apply(Reply.json(document.apply(says).encode())));
  }

  private void keys(HttpExchange exchange) throws IOException {
    keyFetches.incrementAndGet();
    answer(exchange, keysReply.apply(Reply.json(new JWKSet(KEY).toString())));
  }

  private void token(HttpExchange exchange) throws IOException {
    var form =
        new QueryStringDecoder(new String(exchange.getRequestBody().readAllBytes(), UTF_8), false)
            .parameters();
    var grant = grants.remove(form.get("code").getFirst()); // serves once
    boolean good =
        grant != null
            && grant.redirectUri().equals(form.get("redirect_uri").getFirst())
            && grant.challenge().equals(s256(form.get("code_verifier").getFirst()))
            && isOurClient(exchange, form);
    if (!good) {
      answer(exchange, new Reply(400, Map.of(), "{\"error\":\"invalid_grant\"}"));
      return;
    }
    var says =
        new JsonObject()
            .put("token_type", "Bearer")
            .put("access_token", "opaque")
            .put("id_token", signing.apply(claims(grant)));
    answer(exchange, tokenReply.apply(Reply.json(says.encode())));
  }

  /** A confidential client by its secret, a public one by PKCE alone. */
  private boolean isOurClient(HttpExchange exchange, Map<String, List<String>> form) {
    var header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null) {
      return form.get("client_id").equals(List.of(CLIENT));
    }
    secretsShown.incrementAndGet();
    var secret = CLIENT_SECRET.replace(",", "%2C").replace(" ", "%20");
    var pair = CLIENT + ":" + secret;
    return header.equals("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  private JWTClaimsSet claims(Grant grant) {
    var now = Instant.now();
    return claims
        .apply(
            new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(SUBJECT)
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", grant.nonce())
                .claim("name", "Nari Oh")
                .claim("groups", groups))
        .build();
  }

  private void answer(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      if (reply.body() == null) {
        closed.await();
        return;
      }
      new HashMap<>(reply.headers())
          .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      var body = reply.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String s256(String verifier) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
