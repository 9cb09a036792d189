package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.egress.EgressCall;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resource manager, asked with the rights of one account and at its pace. Every method fails
 * with {@link CollectFailed} by the deadline at the latest; a refusal that says why is an answer.
 */
final class Arm {
  private static final Logger LOG = LoggerFactory.getLogger(Arm.class);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int LARGEST = 4 << 20;

  /** Larger bodies are read away from the event loop. */
  private static final int QUICKLY_READ = 65_536;

  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final Egress egress;
  private final TokenSource tokens;
  private final Pace pace;
  private final AzureAccount account;

  Arm(Vertx vertx, Egress egress, TokenSource tokens, Pace pace, AzureAccount account) {
    this.vertx = vertx;
    this.egress = egress;
    this.tokens = tokens;
    this.pace = pace;
    this.account = account;
  }

  AzureAccount account() {
    return account;
  }

  /**
   * @param path with its query, encoded
   */
  URI at(String path) {
    return URI.create(account.endpoints().resourceManager() + path);
  }

  /**
   * An address that an answer names. A foreign one is an error and never asked: the token would go
   * there.
   */
  Future<URI> named(String address) {
    try {
      var uri = at("/").resolve(address);
      if (isOwn(uri)) {
        return Future.succeededFuture(uri);
      }
    } catch (IllegalArgumentException _) {
      // told below, the same way
    }
    LOG.atWarn()
        .addKeyValue("resourceManager", account.endpoints().resourceManager())
        .log("an answer of Azure names an address elsewhere, which is not followed");
    return failed(new CollectFailure.Malformed());
  }

  private boolean isOwn(URI uri) {
    return origin(uri).equals(origin(account.endpoints().resourceManager()))
        && uri.getRawUserInfo() == null
        && uri.getRawFragment() == null;
  }

  private static String origin(URI uri) {
    var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** Asks again where that may help. */
  Future<ArmAnswer> get(URI address, Deadline deadline) {
    return patiently(() -> send(HttpMethod.GET, address, Buffer.buffer(), deadline), deadline, 1);
  }

  /** A question that Azure wants as a POST; asked again like a GET. */
  Future<ArmAnswer> query(URI address, JsonObject body, Deadline deadline) {
    return patiently(() -> send(HttpMethod.POST, address, body.toBuffer(), deadline), deadline, 1);
  }

  /** Asks once: who does not get the answer does not know whether it was done. */
  Future<ArmAnswer> start(URI address, JsonObject body, Deadline deadline) {
    return send(HttpMethod.POST, address, body.toBuffer(), deadline);
  }

  private Future<ArmAnswer> patiently(
      Supplier<Future<ArmAnswer>> call, Deadline deadline, int attempt) {
    return call.get()
        .recover(
            failure -> {
              var pause = pause(failure, attempt);
              return attempt < TRIES && pause.filter(deadline::allows).isPresent()
                  ? vertx
                      .timer(pause.get().toMillis(), TimeUnit.MILLISECONDS)
                      .compose(_ -> patiently(call, deadline, attempt + 1))
                  : Future.failedFuture(failure);
            });
  }

  /** Empty when the same would fail again. */
  private static Optional<Duration> pause(Throwable failure, int attempt) {
    var usual = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
    return switch (failure instanceof CollectFailed failed ? failed.failure() : null) {
      case CollectFailure.Throttled throttled ->
          Optional.of(throttled.retryAfter().orElse(usual))
              .filter(wish -> wish.compareTo(LONGEST_PAUSE) <= 0)
              .map(wish -> wish.compareTo(usual) < 0 ? usual : wish);
      case CollectFailure.Unreachable _ -> Optional.of(usual);
      case null, default -> Optional.empty();
    };
  }

  private Future<ArmAnswer> send(HttpMethod method, URI address, Buffer body, Deadline deadline) {
    return pace.turn(deadline)
        .compose(_ -> tokens.token(account, deadline))
        .compose(
            token ->
                send(method, address, body, deadline, token)
                    .compose(
                        answer ->
                            answer.status() == 401
                                ? again(method, address, body, deadline, token)
                                : Future.succeededFuture(answer)))
        .compose(this::read);
  }

  /** A token may be revoked, or a clock be wrong: a fresh one is tried once. */
  private Future<EgressAnswer> again(
      HttpMethod method, URI address, Buffer body, Deadline deadline, AccessToken refused) {
    tokens.refused(account, refused);
    return tokens
        .token(account, deadline)
        .compose(fresh -> send(method, address, body, deadline, fresh));
  }

  private Future<EgressAnswer> send(
      HttpMethod method, URI address, Buffer body, Deadline deadline, AccessToken token) {
    return egress
        .send(
            new EgressCall(
                method,
                address,
                Map.of(
                    "Authorization", "Bearer " + token.text().reveal(),
                    "Accept", "application/json",
                    "Content-Type", "application/json"),
                body,
                deadline.within(LONGEST).remaining(),
                LARGEST))
        .recover(failure -> Future.failedFuture(ArmAnswer.failure(failure)));
  }

  private Future<ArmAnswer> read(EgressAnswer answer) {
    answer
        .header("x-ms-ratelimit-remaining-subscription-reads")
        .filter(text -> text.matches("[0-9]{1,9}"))
        .ifPresent(text -> pace.remaining(Long.parseLong(text)));
    int status = answer.status();
    if (status == 401) {
      return failed(new CollectFailure.Unauthorized());
    }
    if (status == 429 || status == 503) {
      return failed(new CollectFailure.Throttled(ArmAnswer.retryAfter(answer)));
    }
    if (status >= 500) {
      return failed(new CollectFailure.Unreachable());
    }
    return status < 200 || status >= 300 && status < 400
        ? failed(new CollectFailure.Malformed())
        : body(answer);
  }

  private Future<ArmAnswer> body(EgressAnswer answer) {
    return answer.body().length() > QUICKLY_READ
        ? vertx.executeBlocking(() -> parsed(answer), false)
        : Future.succeededFuture(answer).map(Arm::parsed);
  }

  /** A refusal is one even where its text cannot be read. */
  private static ArmAnswer parsed(EgressAnswer answer) {
    try {
      var value = answer.body().length() == 0 ? null : Json.decodeValue(answer.body());
      return new ArmAnswer(answer.status(), answer, Members.of(value));
    } catch (DecodeException _) {
      if (answer.status() >= 400) {
        return new ArmAnswer(answer.status(), answer, Members.none());
      }
      throw new CollectFailed(new CollectFailure.Malformed());
    }
  }

  static <T> Future<T> failed(CollectFailure failure) {
    return Future.failedFuture(new CollectFailed(failure));
  }
}
