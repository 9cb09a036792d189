package io.tunnelscope.app.slack;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.egress.EgressCall;
import io.tunnelscope.app.egress.EgressFailed;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.slack.SlackAnswer.Ambiguous;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends answers to the addresses that Slack gives along with commands and buttons. It comes in a
 * request: so only addresses of Slack's are taken, and no redirect is followed. Any context.
 */
final class ResponseUrls {
  private static final String SLACK = "hooks.slack.com";
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final int MOST_BYTES = 100_000;

  private final Egress egress;
  private final Set<String> listed;

  /**
   * @param listed host:port that the operator lets us reach besides Slack's
   */
  ResponseUrls(Vertx vertx, Collection<String> listed) {
    this.egress = new Egress(vertx, EgressRules.ofAnyHost(listed));
    this.listed =
        listed.stream()
            .map(each -> each.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Sends once. Never fails; {@link Refused} with {@code foreign_address} without a word sent.
   *
   * @param forAll whether everybody in the channel shall see it, rather than who asked
   */
  Future<SlackAnswer> send(Secret address, SlackMessage message, boolean forAll) {
    URI uri;
    try {
      uri = new URI(address.reveal());
    } catch (URISyntaxException _) {
      return Future.succeededFuture(new Refused("foreign_address"));
    }
    return isSlacks(uri)
        ? egress
            .send(call(uri, message, forAll))
            .transform(sent -> answer(sent.result(), sent.cause()))
        : Future.succeededFuture(new Refused("foreign_address"));
  }

  private boolean isSlacks(URI address) {
    if (address.getHost() == null || address.getUserInfo() != null) {
      return false;
    }
    var host = address.getHost().toLowerCase(Locale.ROOT);
    return "https".equalsIgnoreCase(address.getScheme())
            && host.equals(SLACK)
            && (address.getPort() == -1 || address.getPort() == 443)
        || listed.contains(host + ":" + address.getPort());
  }

  private static EgressCall call(URI address, SlackMessage message, boolean forAll) {
    var body =
        new JsonObject()
            .put("response_type", forAll ? "in_channel" : "ephemeral")
            .put("replace_original", false)
            .put("text", message.text())
            .put("blocks", message.blocks())
            .put("unfurl_links", false)
            .put("unfurl_media", false);
    return new EgressCall(
        HttpMethod.POST,
        address,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        body.toBuffer(),
        LONGEST,
        MOST_BYTES);
  }

  private static Future<SlackAnswer> answer(EgressAnswer answer, Throwable failure) {
    if (failure instanceof EgressFailed failed) {
      return Future.succeededFuture(
          new Ambiguous(failed.failure().name().toLowerCase(Locale.ROOT)));
    }
    if (failure != null) {
      return Future.succeededFuture(new Ambiguous("no_answer"));
    }
    return Future.succeededFuture(
        switch (answer.status()) {
          case 200 -> new Sent("", "");
          case 404, 410 -> new Refused("expired_url");
          default ->
              answer.status() < 500
                  ? new Refused("http_" + answer.status())
                  : new Ambiguous("http_" + answer.status());
        });
  }
}
