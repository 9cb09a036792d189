package io.tunnelscope.app.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Slack as {@code emulate} plays it, on a free port: one workspace, whose ids are new at each
 * start. Its Web API is a real one's in shape; it knows no rate limits, takes blocks that Slack
 * would refuse, and tells repeated postings by nothing ({@link SlackFaults} stands in front for
 * that).
 */
public final class SlackEmulator implements AutoCloseable {
  public static final String BOT_TOKEN = "xoxb-test-bot";
  public static final String CLIENT_ID = "12345.67890";
  public static final String CLIENT_SECRET = "example_client_secret";
  public static final String APP_ID = "A000000001";
  public static final String SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Emulated emulated;
  private final HttpClient http = HttpClient.newHttpClient();

  private SlackEmulator(Emulated emulated) {
    this.emulated = emulated;
  }

  /**
   * Waits until it listens.
   *
   * @param redirectUri the only one that an installation may use
   */
  public static SlackEmulator start(String redirectUri) {
    return new SlackEmulator(Emulated.start("slack.mjs", redirectUri, SIGNING_SECRET));
  }

  /** Scheme, host and port. */
  public String origin() {
    return emulated.origin();
  }

  /** Where the methods of the Web API are. */
  public URI api() {
    return URI.create(origin() + "/api/");
  }

  /** Its id. */
  public String team() {
    return call("auth.test", Map.of()).path("team_id").asText();
  }

  /** The id of the channel of that name. */
  public String channel(String name) {
    var channels =
        call("conversations.list", Map.of("types", "public_channel,private_channel"))
            .path("channels");
    return idOf(channels, name);
  }

  /** The id of the person of that name. */
  public String user(String name) {
    return idOf(call("users.list", Map.of()).path("members"), name);
  }

  /** The id of the conversation that the bot has with somebody. */
  public String direct(String user) {
    return call("conversations.open", Map.of("users", user)).path("channel").path("id").asText();
  }

  /** What stands in a channel, newest first. */
  public List<JsonNode> history(String channel) {
    var messages = new ArrayList<JsonNode>();
    call("conversations.history", Map.of("channel", channel, "limit", "1000"))
        .path("messages")
        .forEach(messages::add);
    return messages;
  }

  /** Somebody says yes on Slack's page; the path that the browser is sent to then. */
  public String consent(URI authorize) throws IOException, InterruptedException {
    try (var browser = HttpClient.newHttpClient()) {
      var page =
          browser.send(HttpRequest.newBuilder(authorize).build(), BodyHandlers.ofString()).body();
      var one = page.substring(page.indexOf("<form"), page.indexOf("</form>"));
      var form =
          HIDDEN
              .matcher(one)
              .results()
              .collect(Collectors.toMap(f -> f.group(1), f -> f.group(2).replace("&amp;", "&")));
      var back =
          browser.send(
              HttpRequest.newBuilder(authorize.resolve("/oauth/v2/authorize/callback"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(SlackDriver.body(form)))
                  .build(),
              BodyHandlers.discarding());
      var where = URI.create(back.headers().firstValue("Location").orElseThrow());
      return where.getRawPath() + "?" + where.getRawQuery();
    }
  }

  /** All Homes and modals that were shown, as a page of HTML. */
  public String views() {
    var request =
        HttpRequest.newBuilder(api().resolve("/?tab=views")).timeout(PATIENCE).GET().build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Calls a method as the bot; fails unless the answer is "ok". */
  public JsonNode call(String method, Map<String, String> form) {
    var body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(api().resolve(method))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + BOT_TOKEN)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      var answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      if (!answer.path("ok").asBoolean()) {
        throw new AssertionError(method + ": " + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String idOf(JsonNode all, String name) {
    return StreamSupport.stream(all.spliterator(), false)
        .filter(each -> name.equals(each.path("name").asText()))
        .map(each -> each.path("id").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + all));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
    emulated.close();
  }
}
