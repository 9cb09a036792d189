package io.tunnelscope.app.http;

import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every failed request, once: with problem+json, or in the shape of its part. What is no
 * {@link Refusal} is answered without a word of its own text; the log has it under the request id.
 */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final long LAST_BYTES_MILLIS = 1_000;
  private static final String SHAPE = "tunnelscope.failure-shape";
  private static final FailureShape PROBLEM = new ProblemShape();

  private Problems() {}

  static void answer(RoutingContext ctx) {
    var response = ctx.response();
    note(ctx);
    if (response.headWritten()) {
      // An answer that broke off half-way must not look complete.
      ctx.request().connection().close();
      return;
    }
    if (!ctx.request().isEnded()) {
      dropBody(ctx);
    }
    var told = shape(ctx).tell(failed(ctx));
    told.headers().forEach(response::putHeader);
    response
        .setStatusCode(told.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, told.contentType())
        .end(WireJson.text(told.wireRecord()));
  }

  /** From here on failures of this request have that shape. */
  static void shape(RoutingContext ctx, FailureShape shape) {
    ctx.put(SHAPE, shape);
  }

  private static FailureShape shape(RoutingContext ctx) {
    FailureShape chosen = ctx.get(SHAPE);
    return chosen == null ? PROBLEM : chosen;
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

  private static FailureShape.Failed failed(RoutingContext ctx) {
    var kind = kind(ctx);
    var refusal =
        ctx.failure() instanceof Refusal told ? Optional.of(told) : Optional.<Refusal>empty();
    return new FailureShape.Failed(
        refusal,
        kind,
        refusal.map(Refusal::text).orElseGet(kind::advice),
        Requests.language(ctx),
        Requests.requestId(ctx));
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

  private static void note(RoutingContext ctx) {
    if (ctx.failure() != null && kind(ctx) == ProblemKind.INTERNAL) {
      log.atError()
          .setMessage("request failed")
          .addKeyValue("request", Requests.requestId(ctx))
          .addKeyValue("method", ctx.request().method().name())
          .addKeyValue("route", ctx.currentRoute() == null ? "" : ctx.currentRoute().getName())
          .setCause(ctx.failure())
          .log();
    }
  }
}
