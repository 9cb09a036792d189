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
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * Sends answers to the addresses that Slack gives along with commands and buttons. They come in
 * requests, so only Slack's own {@link SlackHost} is taken, and no redirect is followed. Any
 * context.
 */
final class ResponseUrls {
  private static final String SLACK = "hooks.slack.com";
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final int MOST_BYTES = 100_000;

  private final Egress egress;
  private final SlackHost host;

  /**
   * @param api where the methods are
   * @param listed host:port that the operator lets us reach
   */
  ResponseUrls(Vertx vertx, URI api, Collection<String> listed) {
    this.egress = new Egress(vertx, EgressRules.ofAnyHost(listed));
    this.host = SlackHost.of(SLACK, api, listed);
  }

  /**
   * Sends once. Never fails; {@link Refused} with {@code foreign_address} without a word sent.
   *
   * @param forAll whether everybody in the channel shall see it, rather than who asked
   */
  Future<SlackAnswer> send(Secret address, SlackMessage message, boolean forAll) {
    return host.address(address)
        .map(
            uri ->
                egress
                    .send(call(uri, message, forAll))
                    .transform(sent -> answer(sent.result(), sent.cause())))
        .orElseGet(() -> Future.succeededFuture(new Refused("foreign_address")));
  }

  private static EgressCall call(URI address, SlackMessage message, boolean forAll) {
    var sound = LastLook.at(message, "response_url");
    var body =
        new JsonObject()
            .put("response_type", forAll ? "in_channel" : "ephemeral")
            .put("replace_original", false)
            .put("text", sound.text())
            .put("blocks", sound.blocks())
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
