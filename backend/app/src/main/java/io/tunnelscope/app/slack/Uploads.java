package io.tunnelscope.app.slack;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.egress.EgressCall;
import io.tunnelscope.app.egress.EgressFailed;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.slack.SlackAnswer.Ambiguous;
import io.tunnelscope.app.slack.SlackAnswer.Later;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * Sends the bytes of files to the addresses that Slack gives for them: to Slack's own {@link
 * SlackHost} alone, and no redirect is followed. Nobody sees a file before it is said where it
 * shall be shown. Any context.
 */
final class Uploads {
  private static final String SLACK = "files.slack.com";
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final int MOST_BYTES = 100_000;

  private final Egress egress;
  private final SlackHost host;

  /**
   * @param api where the methods are
   * @param listed host:port that the operator lets us reach
   */
  Uploads(Vertx vertx, URI api, Collection<String> listed) {
    this.egress = new Egress(vertx, EgressRules.ofAnyHost(listed));
    this.host = SlackHost.of(SLACK, api, listed);
  }

  /** Sends once. Never fails; {@link Refused} with {@code foreign_address} without a byte sent. */
  Future<SlackAnswer> send(Secret address, Buffer bytes) {
    return host.address(address)
        .map(
            uri ->
                egress
                    .send(call(uri, bytes))
                    .transform(sent -> Future.succeededFuture(answer(sent.result(), sent.cause()))))
        .orElseGet(() -> Future.succeededFuture(new Refused("foreign_address")));
  }

  private static EgressCall call(URI address, Buffer bytes) {
    return new EgressCall(
        HttpMethod.POST,
        address,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        bytes,
        LONGEST,
        MOST_BYTES);
  }

  private static SlackAnswer answer(EgressAnswer answer, Throwable failure) {
    if (failure != null) {
      return new Ambiguous(
          failure instanceof EgressFailed failed
              ? failed.failure().name().toLowerCase(Locale.ROOT)
              : "no_answer");
    }
    return switch (answer.status()) {
      case 200 -> new Sent("", "");
      case 429 -> Later.of(answer.header("Retry-After").orElse(""));
      default ->
          answer.status() < 500
              ? new Refused("http_" + answer.status())
              : new Ambiguous("http_" + answer.status());
    };
  }
}
