package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Gives a bot its tokens as Slack does where it rotates them: each refresh token is good once, and
 * whatever happens to the answer. On a free port.
 */
public final class SlackGrants implements AutoCloseable {
  /** What happens to the next requests for tokens. */
  public sealed interface Fault {
    /** They are answered. */
    record None() implements Fault {}

    /** 500, and nothing was done. */
    record Broken() implements Fault {}

    /** The token is spent, and the answer does not arrive. */
    record Lost() implements Fault {}

    /** Slack's word for why not. */
    record Refused(String word) implements Fault {}

    /** The answer waits for {@link #release}. */
    record Slow() implements Fault {}
  }

  /** A call of the Web API. */
  public record Call(String method, Map<String, String> form) {}

  /** A pair as it was given last. */
  public record Pair(String bot, String refresh) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Fault fault = new Fault.None();
  private int given;

  private SlackGrants(HttpServer server) {
    this.server = server;
  }

  public static SlackGrants start() {
    try {
      var grants =
          new SlackGrants(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50));
      grants.server.setExecutor(grants.threads);
      grants.server.createContext("/api/", grants::meet);
      grants.server.start();
      return grants;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI api() {
    return URI.create("http://" + authority() + "/api/");
  }

  /** Host and port. */
  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on. */
  public void fault(Fault next) {
    fault = next;
  }

  /** Lets what waits go on, and all that come. */
  public void release() {
    released.countDown();
  }

  /** Those of that method, in their order. */
  public List<Call> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  /** A new installation's pair. */
  public synchronized Pair grant() {
    given++;
    return new Pair("xoxe.xoxb-" + given, "xoxe-" + given);
  }

  private void meet(HttpExchange exchange) throws IOException {
    try (exchange) {
      var method = exchange.getRequestURI().getPath().substring("/api/".length());
      var form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      calls.add(new Call(method, form));
      if (!method.equals("oauth.v2.access")) {
        answer(exchange, 200, other(method));
        return;
      }
      switch (fault) {
        case Fault.None _ -> answer(exchange, 200, access(form));
        case Fault.Broken _ -> answer(exchange, 500, new JsonObject());
        case Fault.Lost _ -> access(form);
        case Fault.Refused(var word) ->
            answer(exchange, 200, new JsonObject().put("ok", false).put("error", word));
        case Fault.Slow _ -> {
          var access = access(form);
          released.await();
          answer(exchange, 200, access);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonObject other(String method) {
    var ok = new JsonObject().put("ok", true);
    return method.equals("users.info")
        ? ok.put(
            "user",
            new JsonObject()
                .put("name", "nari")
                .put("enterprise_user", new JsonObject().put("enterprise_id", "E1")))
        : ok;
  }

  /** A code is an installation in the whole organisation E1. */
  private synchronized JsonObject access(Map<String, String> form) {
    boolean current = ("xoxe-" + given).equals(form.get("refresh_token"));
    if (!current && !form.containsKey("code")) {
      return new JsonObject().put("ok", false).put("error", "invalid_refresh_token");
    }
    var next = grant();
    return new JsonObject()
        .put("ok", true)
        .put("app_id", "A1")
        .put("bot_user_id", "U0")
        .put("scope", "chat:write")
        .put("access_token", next.bot())
        .put("refresh_token", next.refresh())
        .put("expires_in", 43_200)
        .put("is_enterprise_install", true)
        .putNull("team")
        .put("enterprise", new JsonObject().put("id", "E1").put("name", "Contoso Group"));
  }

  private static void answer(HttpExchange exchange, int status, JsonObject body)
      throws IOException {
    var bytes = body.encode().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> form(String body) {
    var fields = new HashMap<String, String>();
    for (var field : body.split("&", -1)) {
      var parts = field.split("=", 2);
      if (parts.length == 2) {
        fields.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return Map.copyOf(fields);
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
