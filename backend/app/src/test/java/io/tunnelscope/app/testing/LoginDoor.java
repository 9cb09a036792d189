package io.tunnelscope.app.testing;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.audit.AuditRoutes;
import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.DescriptionRoutes;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.HttpServer;
import io.tunnelscope.app.http.Pages;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.login.ApiTokens;
import io.tunnelscope.app.login.DemoPersonas;
import io.tunnelscope.app.login.Limits;
import io.tunnelscope.app.login.Login;
import io.tunnelscope.app.login.OidcLogin;
import io.tunnelscope.app.login.Sessions;
import io.tunnelscope.app.settings.HttpSettings;
import io.tunnelscope.app.settings.OidcSettings;
import io.tunnelscope.app.tenants.MemberRoutes;
import io.tunnelscope.app.tenants.MembershipStore;
import io.tunnelscope.app.tenants.PersonStore;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real HTTP server with the real sign-in and the pages, and a few routes that only tests have:
 * {@code GET /probe} to read, {@code POST /probe} to start something, {@code POST /slow-probe} to
 * upload something that is looked at for 35 s, {@code GET /broken}.
 */
public final class LoginDoor implements AutoCloseable {
  /** What a failure inside the server says; no answer may contain it. */
  public static final String INNER_WORDS = "relation hidden_table does not exist";

  public final MovableClock clock = new MovableClock();
  public final ApiTokens tokens;

  private final HttpServer server;
  private final DemoPersonas personas;
  private final Routes routes;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public LoginDoor(Vertx vertx, Db db) {
    this(vertx, db, HttpSettings.onLoopback(), Limits.usual());
  }

  public LoginDoor(Vertx vertx, Db db, HttpSettings settings, Limits limits) {
    this(vertx, db, settings, limits, Optional.empty(), List.of());
  }

  /** Signs people in by that provider, as often as they like; tenants may reach what is listed. */
  public static LoginDoor with(Vertx vertx, Db db, OidcSettings provider, List<String> listed) {
    return with(vertx, db, HttpSettings.onLoopback(), provider, listed);
  }

  /** The same behind a proxy that speaks TLS at that address. */
  public static LoginDoor behind(URI publicUrl, Vertx vertx, Db db, OidcSettings provider) {
    var settings =
        new HttpSettings("127.0.0.1", 0, 0, Optional.of(publicUrl), Optional.empty(), List.of());
    return with(vertx, db, settings, provider, List.of());
  }

  private static LoginDoor with(
      Vertx vertx, Db db, HttpSettings settings, OidcSettings provider, List<String> listed) {
    var many = new Limits.Limit(10_000, 1_000);
    var limits = new Limits(many, many, many);
    return new LoginDoor(vertx, db, settings, limits, Optional.of(provider), listed);
  }

  private LoginDoor(
      Vertx vertx,
      Db db,
      HttpSettings settings,
      Limits limits,
      Optional<OidcSettings> provider,
      List<String> listed) {
    var random = new SecureRandom();
    var ids = new Uuid7(clock, random);
    var audit = new AuditLog();
    var auditStore = new AuditStore(db, audit);
    var people = new PersonStore(db, ids::next);
    var members = new MembershipStore(db, audit);
    var sessions = new Sessions(db, clock, random);
    this.personas = new DemoPersonas(people, members);
    this.tokens = new ApiTokens(db, audit, clock, ids::next, random);
    var login =
        new Login(
            new OidcLogin.Parts(
                vertx,
                db,
                audit,
                auditStore,
                people,
                members,
                sessions,
                TestKeys.envelope(db, TestKeys.kms(vertx)),
                provider,
                listed,
                clock,
                ids::next,
                random),
            tokens,
            settings,
            limits,
            true);
    this.server = new HttpServer(vertx, settings, ids::next);
    this.routes = new Routes(server.router(), login.doorkeeper());
    login.mount(routes);
    new AuditRoutes(auditStore).mount(routes);
    new MemberRoutes(members, sessions).mount(routes);
    new DescriptionRoutes().mount(routes);
    mountProbes();
    new Pages(vertx, random).mount(server.router());
    Results.of(server.start());
  }

  private void mountProbes() {
    routes.inTenant(
        HttpMethod.GET,
        "/probe",
        Permission.READ,
        (ctx, who) -> Answer.ok(ctx, Map.of("as", who.name())));
    routes.inTenant(
        HttpMethod.POST,
        "/probe",
        Permission.START_RUN,
        (ctx, who) -> {
          var fields = Fields.of(ctx);
          fields.optionalText("note");
          fields.throwIfInvalid();
          Answer.ok(ctx, Map.of("as", who.name()));
        });
    routes.upload(
        "/slow-probe",
        Permission.START_RUN,
        (ctx, who) -> {
          ctx.request()
              .endHandler(
                  _ -> ctx.vertx().setTimer(35_000, _ -> Answer.ok(ctx, Map.of("as", who.name()))));
          ctx.request().resume();
        });
    routes.inTenant(
        HttpMethod.GET,
        "/broken",
        Permission.READ,
        (_, _) -> {
          throw new IllegalStateException(INNER_WORDS);
        });
  }

  /** The people of a demo for that tenant. */
  public void addPersonas(TestTenant tenant) {
    Results.of(personas.ensure(tenant.id(), tenant.slug()));
  }

  public String token(TestTenant tenant, Role role) {
    return Results.of(tokens.create(tenant.id(), "test " + role.wire(), role, 30));
  }

  /** Begins to sign in by a provider; {@code query} begins with a question mark or is empty. */
  public Leaving leave(String query) {
    var answer = send(to("/login" + query));
    if (answer.statusCode() != 303) {
      throw new AssertionError("login: " + answer.statusCode() + " " + answer.body());
    }
    var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    return new Leaving(this, URI.create(location(answer)), cookie);
  }

  public static String location(HttpResponse<?> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  public int port() {
    return server.port();
  }

  public String origin() {
    return server.origin();
  }

  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  public static String in(TestTenant tenant, String path) {
    return "/api/v1/t/" + tenant.slug() + path;
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public HttpResponse<String> get(String path, String token) {
    return send(to(path).header("Authorization", "Bearer " + token));
  }

  /** Signs in and comes back with a browser that has the cookie and the CSRF value. */
  public Browser signIn(TestTenant tenant, Role role) {
    var answer = send(signInRequest(tenant, role));
    if (answer.statusCode() != 204) {
      throw new AssertionError("sign-in: " + answer.statusCode() + " " + answer.body());
    }
    var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    var session = send(to("/api/v1/session").header("Cookie", cookie));
    return new Browser(this, cookie, new JsonObject(session.body()).getString("csrf"));
  }

  public HttpRequest.Builder signInRequest(TestTenant tenant, Role role) {
    var body = new JsonObject().put("persona", tenant.slug() + "-" + role.wire());
    return to("/api/v1/demo/sign-in")
        .header("Origin", origin())
        .POST(BodyPublishers.ofString(body.encode()));
  }

  @Override
  public void close() {
    Results.of(server.stop(Duration.ofMillis(500)));
    client.close();
  }

  /** A browser that is sent to a provider. */
  public record Leaving(LoginDoor door, URI address, String cookie) {
    public String state() {
      return parameter("state");
    }

    public String parameter(String name) {
      return new QueryStringDecoder(address).parameters().get(name).getFirst();
    }

    /** Comes back as the provider sends it. */
    public HttpResponse<String> comeBack(FakeOidc.Grant grant) {
      return comeBack("/callback", "code=" + grant.code() + "&state=" + state());
    }

    public HttpResponse<String> comeBack(String path, String query) {
      return door.send(door.to(path + "?" + query).header("Cookie", cookie));
    }
  }

  /** The browser of somebody whom a provider's answer has let in. */
  public Browser arrived(HttpResponse<String> answer) {
    var cookie =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(each -> each.startsWith("sid=") || each.startsWith("__Host-sid="))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not signed in: " + answer.headers().map()))
            .split(";", 2)[0];
    var session = send(to("/api/v1/session").header("Cookie", cookie));
    return new Browser(this, cookie, new JsonObject(session.body()).getString("csrf"));
  }

  /** A signed-in browser. */
  public record Browser(LoginDoor door, String cookie, String csrf) {
    public HttpRequest.Builder to(String path) {
      return door.to(path).header("Cookie", cookie);
    }

    public HttpResponse<String> get(String path) {
      return door.send(to(path));
    }

    /** As our own page does it. */
    public HttpResponse<String> post(String path) {
      return send("POST", path, "{}");
    }

    public HttpResponse<String> send(String method, String path, String body) {
      return door.send(
          to(path)
              .header("Sec-Fetch-Site", "same-origin")
              .header("X-CSRF", csrf)
              .method(method, BodyPublishers.ofString(body)));
    }
  }
}
