package io.tunnelscope.app.testing;

import io.tunnelscope.app.http.Doorkeeper;
import io.tunnelscope.app.http.HttpServer;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.http.Session;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The real HTTP server with the routes of one feature behind it. Who asks is told by the header
 * {@code X-Role}, operator unless said; sign-in has tests of its own.
 */
public final class HttpDoor implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, TestTenant> tenants = new ConcurrentHashMap<>();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public HttpDoor(Vertx vertx, Consumer<Routes> mount) {
    var ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
    server = new HttpServer(vertx, HttpSettings.onLoopback(), ids::next);
    mount.accept(new Routes(server.router(), new Guard()));
    Results.of(server.start());
  }

  /** Lets members of that tenant in. */
  public TestTenant admit(TestTenant tenant) {
    tenants.put(tenant.slug(), tenant);
    return tenant;
  }

  public int port() {
    return server.port();
  }

  /** {@code path} is relative to the tenant and begins with a slash. */
  public HttpRequest.Builder to(TestTenant tenant, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d/api/v1/t/%s%s".formatted(port(), tenant.slug(), path)))
        .timeout(Duration.ofSeconds(30));
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public HttpResponse<String> get(TestTenant tenant, String path) {
    return send(to(tenant, path).GET().build());
  }

  /** The JSON of a GET that must succeed. */
  public JsonObject json(TestTenant tenant, String path) {
    var answer = get(tenant, path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  /** One segment of a path, or a value of a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    Results.of(server.stop(Duration.ofSeconds(1)));
    client.close();
  }

  private final class Guard implements Doorkeeper {
    @Override
    public Future<Session> session(RoutingContext ctx) {
      return Future.failedFuture(nobody());
    }

    @Override
    public Future<Principal> member(RoutingContext ctx, String tenantSlug) {
      var role =
          Optional.ofNullable(ctx.request().getHeader("X-Role"))
              .flatMap(Role::parse)
              .orElse(Role.OPERATOR);
      return Optional.ofNullable(tenants.get(tenantSlug))
          .map(
              tenant ->
                  Future.succeededFuture(
                      new Principal(
                          tenant.id(), Principal.Kind.PERSON, new UUID(0, 7), "Tester", role)))
          .orElseGet(() -> Future.failedFuture(nobody()));
    }

    @Override
    public Future<Principal> program(RoutingContext ctx) {
      return Future.failedFuture(nobody());
    }

    @Override
    public Future<Void> refused(RoutingContext ctx, Principal who, Permission missing) {
      return Future.succeededFuture();
    }

    private static Refusal nobody() {
      return new Refusal.NotFound(new Text("not found", "없음"));
    }
  }
}
