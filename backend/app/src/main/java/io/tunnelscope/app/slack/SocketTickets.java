package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.egress.EgressCall;
import io.tunnelscope.app.egress.EgressFailed;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks Slack where to open a socket ({@code apps.connections.open}). Never blocks. */
final class SocketTickets {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int LONGEST_WORD = 50;
  private static final Duration WITHOUT_ANOTHER_WORD = Duration.ofSeconds(30);
  private static final Duration LONGEST_REST = Duration.ofMinutes(10);

  private final Egress egress;
  private final URI api;
  private final Secret appToken;

  /**
   * @param egress that may reach the API
   */
  SocketTickets(Egress egress, URI api, Secret appToken) {
    this.egress = egress;
    this.api = api;
    this.appToken = appToken;
  }

  /** What came of asking. */
  sealed interface Ticket {
    /** Good for one connection, and a secret: whoever has it hears what people say to the bot. */
    record Good(Secret address) implements Ticket {
      URI uri() {
        return URI.create(address.reveal());
      }
    }

    /** 429: not before that. */
    record Later(Duration after) implements Ticket {}

    /**
     * @param error Slack's word for why not, like {@code invalid_auth}
     */
    record Refused(String error) implements Ticket {}

    /**
     * @param why a word of ours
     */
    record None(String why) implements Ticket {}
  }

  /** Never fails; completes within that time. */
  Future<Ticket> ask(Duration longest) {
    return egress
        .send(
            new EgressCall(
                HttpMethod.POST,
                api.resolve("apps.connections.open"),
                Map.of(
                    "Authorization",
                    "Bearer " + appToken.reveal(),
                    "Content-Type",
                    "application/x-www-form-urlencoded"),
                Buffer.buffer(),
                longest,
                MOST_BYTES))
        .map(this::read)
        .recover(failure -> Future.succeededFuture(new Ticket.None(word(failure))));
  }

  /** Why something of egress failed, in a word. */
  static String word(Throwable failure) {
    return failure instanceof EgressFailed known
        ? known.failure().name().toLowerCase(Locale.ROOT)
        : "broken";
  }

  private Ticket read(EgressAnswer answer) {
    if (answer.status() == 429) {
      return new Ticket.Later(retryAfter(answer));
    }
    var json = Payloads.json(answer.body().toString(UTF_8));
    if (json.isEmpty()) {
      return new Ticket.None("http_" + answer.status());
    }
    return Boolean.TRUE.equals(json.get().getValue("ok"))
        ? address(json.get())
        : refused(Payloads.text(json.get(), "error"));
  }

  private Ticket address(JsonObject json) {
    var url = Payloads.text(json, "url");
    return isSlacks(url) ? new Ticket.Good(new Secret(url)) : new Ticket.None("foreign_address");
  }

  private static Ticket refused(String error) {
    return switch (error) {
      case "ratelimited", "rate_limited" -> new Ticket.Later(WITHOUT_ANOTHER_WORD);
      case "", "internal_error", "fatal_error", "service_unavailable", "request_timeout" ->
          new Ticket.None(error.isEmpty() ? "no_answer" : error);
      default ->
          new Ticket.Refused(
              error.length() > LONGEST_WORD ? error.substring(0, LONGEST_WORD) : error);
    };
  }

  /** At the API's host or below it, and no less secure than the API. */
  private boolean isSlacks(String url) {
    URI address;
    try {
      address = new URI(url);
    } catch (URISyntaxException _) {
      return false;
    }
    if (address.getHost() == null || address.getUserInfo() != null) {
      return false;
    }
    var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    var host = address.getHost().toLowerCase(Locale.ROOT);
    var home = api.getHost().toLowerCase(Locale.ROOT);
    boolean secure =
        scheme.equals("wss") || scheme.equals("ws") && "http".equalsIgnoreCase(api.getScheme());
    return secure && (host.equals(home) || host.endsWith("." + home));
  }

  private static Duration retryAfter(EgressAnswer answer) {
    try {
      long seconds =
          Long.parseLong(
              Optional.ofNullable(answer.headers().get("Retry-After")).orElse("").strip());
      return Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_REST.toSeconds()));
    } catch (NumberFormatException _) {
      return WITHOUT_ANOTHER_WORD;
    }
  }
}
