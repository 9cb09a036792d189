package io.tunnelscope.app.providers.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.egress.EgressCall;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Deadline;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Access tokens by client credentials, kept until shortly before they end. However many ask at
 * once, one request goes out. Any thread.
 */
final class TokenSource {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int LARGEST = 65_536;
  private static final long LONGEST_LIFE_SECONDS = 86_400;

  /** What may stand in a header behind "Bearer" (RFC 6750). */
  private static final String TOKEN = "[A-Za-z0-9._~+/=-]{1,16384}";

  private final Egress egress;
  private final Recent<Future<AccessToken>> tokens = new Recent<>();

  TokenSource(Egress egress) {
    this.egress = egress;
  }

  /** Fails with {@link CollectFailed}; {@code Unauthorized} when the directory refuses. */
  Future<AccessToken> token(AzureAccount account, Deadline deadline) {
    return tokens
        .change(account, kept -> isGood(kept) ? kept : fetch(account, deadline))
        .orElseThrow();
  }

  /** The resource manager did not take this one; another is fetched for who asks next. */
  void refused(AzureAccount account, AccessToken token) {
    tokens.change(
        account,
        kept -> kept != null && kept.succeeded() && kept.result().equals(token) ? null : kept);
  }

  private static boolean isGood(Future<AccessToken> kept) {
    return kept != null && (!kept.isComplete() || kept.succeeded() && kept.result().isFresh());
  }

  private Future<AccessToken> fetch(AzureAccount account, Deadline deadline) {
    var address =
        URI.create(
            "%s/%s/oauth2/v2.0/token"
                .formatted(account.endpoints().authority(), ArmPath.encoded(account.directory())));
    var form =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            account.clientId(),
            "client_secret",
            account.clientSecret().reveal(),
            "scope",
            account.endpoints().resourceManager() + "/.default");
    return egress
        .send(
            new EgressCall(
                HttpMethod.POST,
                address,
                Map.of(
                    "Content-Type", "application/x-www-form-urlencoded",
                    "Accept", "application/json"),
                Buffer.buffer(encoded(form)),
                deadline.within(LONGEST).remaining(),
                LARGEST))
        .recover(failure -> Future.failedFuture(ArmAnswer.failure(failure)))
        .compose(TokenSource::read);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Future<AccessToken> read(EgressAnswer answer) {
    return switch (answer.status()) {
      case 200 -> granted(answer);
      case 400, 401, 403, 404 -> failed(new CollectFailure.Unauthorized());
      case 429 -> failed(new CollectFailure.Throttled(ArmAnswer.retryAfter(answer)));
      default ->
          failed(
              answer.status() >= 500
                  ? new CollectFailure.Unreachable()
                  : new CollectFailure.Malformed());
    };
  }

  private static Future<AccessToken> granted(EgressAnswer answer) {
    try {
      var said = new Members(new JsonObject(answer.body()));
      long life = said.count("expires_in").orElse(0);
      var token = said.json().getValue("access_token");
      return token instanceof String text && text.matches(TOKEN) && life > 0
          ? Future.succeededFuture(
              AccessToken.of(text, Duration.ofSeconds(Math.min(life, LONGEST_LIFE_SECONDS))))
          : failed(new CollectFailure.Malformed());
    } catch (DecodeException _) {
      return failed(new CollectFailure.Malformed());
    }
  }

  private static <T> Future<T> failed(CollectFailure failure) {
    return Future.failedFuture(new CollectFailed(failure));
  }
}
