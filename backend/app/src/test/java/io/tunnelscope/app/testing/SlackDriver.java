package io.tunnelscope.app.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.slack.api.app_backend.SlackSignature.Generator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Sends what Slack sends, signed by Slack's own code, and listens at the addresses for answers. The
 * emulator of Slack does neither.
 */
public final class SlackDriver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String secret;
  private final HttpServer answers;
  private final Map<String, BlockingQueue<JsonNode>> answered = new ConcurrentHashMap<>();
  private final AtomicInteger triggers = new AtomicInteger();

  /** Where things are done, and by whom; ids of Slack's. */
  public record Place(String app, String team, String channel, String user) {
    public Place by(String other) {
      return new Place(app, team, channel, other);
    }

    public Place in(String other) {
      return new Place(app, team, other, user);
    }

    public Place of(String otherTeam) {
      return new Place(app, otherTeam, channel, user);
    }
  }

  public SlackDriver(String secret) {
    this.secret = secret;
    try {
      this.answers =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answers.createContext(
        "/",
        exchange -> {
          at(exchange.getRequestURI().getPath())
              .add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    answers.start();
  }

  /** Host and port at which it listens. */
  public String authority() {
    return "127.0.0.1:" + answers.getAddress().getPort();
  }

  /** The form of a slash command; each has a trigger of its own. */
  public Map<String, String> command(Place place, String text) {
    var form = new LinkedHashMap<String, String>();
    form.put("api_app_id", place.app());
    form.put("team_id", place.team());
    form.put("channel_id", place.channel());
    form.put("user_id", place.user());
    form.put("user_name", "somebody");
    form.put("command", "/vpn");
    form.put("text", text);
    var trigger = trigger();
    form.put("response_url", address(trigger));
    form.put("trigger_id", trigger);
    return form;
  }

  /** A click on a button. */
  public Map<String, String> click(Place place, String action, String value) {
    var payload = JSON.createObjectNode();
    payload.put("type", "block_actions").put("api_app_id", place.app());
    var trigger = trigger();
    payload.put("trigger_id", trigger).put("response_url", address(trigger));
    payload.putObject("team").put("id", place.team());
    payload.putObject("user").put("id", place.user());
    payload.putObject("channel").put("id", place.channel());
    payload.putNull("enterprise");
    payload.putArray("actions").addObject().put("action_id", action).put("value", value);
    return Map.of("payload", payload.toString(), "trigger_id", trigger);
  }

  /** The form in which somebody said what to run. */
  public Map<String, String> submission(Place place, String target) {
    var payload = JSON.createObjectNode();
    payload.put("type", "view_submission").put("api_app_id", place.app());
    payload.put("trigger_id", trigger());
    payload.putObject("team").put("id", place.team());
    payload.putObject("user").put("id", place.user());
    payload
        .putObject("view")
        .putObject("state")
        .putObject("values")
        .putObject("target")
        .putObject("target")
        .put("value", target);
    return Map.of("payload", payload.toString());
  }

  /** The envelope of an event. */
  public String event(Place place, String id, String event) {
    return """
        {"type": "event_callback", "api_app_id": "%s", "team_id": "%s", "event_id": "%s", "event": %s}
        """
        .formatted(place.app(), place.team(), id, event);
  }

  private String trigger() {
    return "1." + triggers.incrementAndGet() + "." + Long.toHexString(System.nanoTime());
  }

  public TestApp.Reply send(TestApp app, String path, Map<String, String> form) {
    return send(app, path, body(form), Instant.now());
  }

  public static String body(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** Signed as of that time. */
  public TestApp.Reply send(TestApp app, String path, String body, Instant at) {
    return app.send(path, request(body, at));
  }

  /** The same, not sent yet. */
  public HttpRequest.Builder request(String body, Instant at) {
    var time = Long.toString(at.getEpochSecond());
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("X-Slack-Request-Timestamp", time)
        .header("X-Slack-Signature", new Generator(secret).generate(time, body))
        .POST(BodyPublishers.ofString(body));
  }

  private String address(String trigger) {
    return "http://" + authority() + "/" + trigger;
  }

  private BlockingQueue<JsonNode> at(String path) {
    return answered.computeIfAbsent(path, _ -> new LinkedBlockingQueue<>());
  }

  /**
   * The first answer to that command or click in which this stands; others are passed over, for a
   * run tells of itself there too.
   *
   * @param part empty for any answer
   */
  public JsonNode answer(Map<String, String> form, String part) {
    var here = at("/" + form.get("trigger_id"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        var next = here.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new AssertionError("no answer with: " + part);
        }
        if (next.toString().contains(part)) {
          return next;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    answers.stop(0);
  }
}
