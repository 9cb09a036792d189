package io.tunnelscope.app.http;

import io.tunnelscope.app.http.Problem.FieldError;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.language.Language;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns every failure of a request into problem+json, once. What is no {@link Refusal} is answered
 * without a word of its own text; the log has it under the request id.
 */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final Duration QUEUE_RETRY = Duration.ofSeconds(30);
  private static final long LAST_BYTES_MILLIS = 1_000;
  private static final Duration OUTAGE_RETRY = Duration.ofSeconds(5);

  private Problems() {}

  static void answer(RoutingContext ctx) {
    var response = ctx.response();
    if (response.headWritten()) {
      // An answer that broke off half-way must not look complete.
      note(ctx);
      ctx.request().connection().close();
      return;
    }
    note(ctx);
    var kind = kind(ctx);
    if (!ctx.request().isEnded()) {
      dropBody(ctx);
    }
    retryAfter(ctx.failure(), kind)
        .ifPresent(wait -> response.putHeader("Retry-After", String.valueOf(seconds(wait))));
    response
        .setStatusCode(kind.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
        .end(WireJson.text(problem(ctx, kind)));
  }

  /**
   * The rest of the body is of no use: it is thrown away for a moment, then the connection ends.
   */
  private static void dropBody(RoutingContext ctx) {
    var request = ctx.request();
    request.resume();
    if (request.version() == HttpVersion.HTTP_2) {
      return; // other requests share the connection
    }
    ctx.response().putHeader(HttpHeaders.CONNECTION, "close");
    // Closed at once, the client might not see the answer because it is still sending.
    ctx.addEndHandler(
        _ -> ctx.vertx().setTimer(LAST_BYTES_MILLIS, _ -> request.connection().close()));
  }

  private static Problem problem(RoutingContext ctx, ProblemKind kind) {
    var language = Requests.language(ctx);
    return new Problem(
        "/problems/" + kind.slug(),
        kind.title().in(language),
        kind.status(),
        detail(ctx.failure(), kind).in(language),
        Requests.requestId(ctx),
        errors(ctx.failure(), language));
  }

  private static ProblemKind kind(RoutingContext ctx) {
    return switch (ctx.failure()) {
      case Refusal refusal -> kind(refusal);
      case null, default -> ProblemKind.ofStatus(ctx.statusCode());
    };
  }

  private static ProblemKind kind(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound _ -> ProblemKind.NOT_FOUND;
      case Refusal.NotSignedIn _ -> ProblemKind.NOT_SIGNED_IN;
      case Refusal.NotAllowed _ -> ProblemKind.NOT_ALLOWED;
      case Refusal.Invalid _ -> ProblemKind.INVALID;
      case Refusal.UnsupportedTarget _ -> ProblemKind.UNSUPPORTED_TARGET;
      case Refusal.NotOffered _ -> ProblemKind.NOT_OFFERED;
      case Refusal.UnusableInput _ -> ProblemKind.UNUSABLE_INPUT;
      case Refusal.TooLarge _ -> ProblemKind.TOO_LARGE;
      case Refusal.Conflict _ -> ProblemKind.CONFLICT;
      case Refusal.IdempotencyMismatch _ -> ProblemKind.IDEMPOTENCY_MISMATCH;
      case Refusal.QueueFull _ -> ProblemKind.QUEUE_FULL;
      case Refusal.TooManyRequests _ -> ProblemKind.TOO_MANY_REQUESTS;
      case Refusal.Unavailable _ -> ProblemKind.UNAVAILABLE;
    };
  }

  private static Text detail(Throwable failure, ProblemKind kind) {
    return failure instanceof Refusal refusal ? refusal.text() : kind.advice();
  }

  private static List<FieldError> errors(Throwable failure, Language language) {
    return failure instanceof Refusal.Invalid invalid
        ? invalid.complaints().stream()
            .map(c -> new FieldError(c.field(), c.text().in(language)))
            .toList()
        : List.of();
  }

  private static Optional<Duration> retryAfter(Throwable failure, ProblemKind kind) {
    return switch (failure) {
      case Refusal.TooManyRequests busy -> Optional.of(busy.retryAfter());
      case Refusal.QueueFull _ -> Optional.of(QUEUE_RETRY);
      case null, default ->
          kind == ProblemKind.UNAVAILABLE ? Optional.of(OUTAGE_RETRY) : Optional.empty();
    };
  }

  private static long seconds(Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1000);
  }

  private static void note(RoutingContext ctx) {
    if (ctx.failure() != null && kind(ctx) == ProblemKind.INTERNAL) {
      log.atError()
          .setMessage("request failed")
          .addKeyValue("request", Requests.requestId(ctx))
          .addKeyValue("method", ctx.request().method().name())
          .addKeyValue("route", ctx.currentRoute() == null ? "" : ctx.currentRoute().getPath())
          .setCause(ctx.failure())
          .log();
    }
  }
}
