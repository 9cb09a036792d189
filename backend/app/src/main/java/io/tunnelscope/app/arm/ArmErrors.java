package io.tunnelscope.app.arm;

import io.tunnelscope.app.arm.ArmErrorJson.Reason;
import io.tunnelscope.app.http.FailureShape;
import io.tunnelscope.app.http.RetryAfter;
import io.tunnelscope.app.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Failures in the shape and with the codes of Azure Resource Manager. A start that is refused
 * because something else goes on carries no {@code Retry-After}: with it {@code az} would send the
 * start three times more before its user hears of it.
 */
final class ArmErrors implements FailureShape {
  static final String JSON = "application/json; charset=utf-8";
  private static final String BUSY = "AnotherOperationInProgress";

  /** Status and code of one kind of failure. */
  private record Fault(int status, String code) {}

  @Override
  public Told tell(Failed failed) {
    var fault = failed.refusal().map(ArmErrors::fault).orElseGet(() -> fault(failed));
    return new Told(
        fault.status(), JSON, headers(failed, fault), new ArmErrorJson(error(failed, fault)));
  }

  private static Fault fault(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound _ -> new Fault(404, "ResourceNotFound");
      case Refusal.NotSignedIn _ -> new Fault(401, "AuthenticationFailed");
      case Refusal.NotAllowed _ -> new Fault(403, "AuthorizationFailed");
      case Refusal.Invalid _, Refusal.IdempotencyMismatch _ ->
          new Fault(400, "InvalidRequestContent");
      case Refusal.UnsupportedTarget _, Refusal.NotOffered _, Refusal.UnusableInput _ ->
          new Fault(400, "BadRequest");
      case Refusal.TooLarge _ -> new Fault(413, "RequestContentTooLarge");
      case Refusal.Conflict _, Refusal.QueueFull _ -> new Fault(409, BUSY);
      case Refusal.TooManyRequests _ -> new Fault(429, "TooManyRequests");
      case Refusal.Unavailable _ -> new Fault(503, "ServiceUnavailable");
    };
  }

  /** What the server itself refused, and faults of ours. */
  private static Fault fault(Failed failed) {
    return switch (failed.kind()) {
      case NOT_FOUND -> new Fault(404, "ResourceNotFound");
      case TOO_LARGE -> new Fault(413, "RequestContentTooLarge");
      case UNAVAILABLE -> new Fault(503, "ServiceUnavailable");
      case INTERNAL -> new Fault(500, "InternalServerError");
      default -> new Fault(failed.kind().status(), "BadRequest");
    };
  }

  private static Map<String, String> headers(Failed failed, Fault fault) {
    return switch (fault.status()) {
      case 401 -> Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      case 409 -> Map.of();
      default -> RetryAfter.headers(failed);
    };
  }

  private static Reason error(Failed failed, Fault fault) {
    var details = details(failed, fault.code());
    return details.size() == 1
        ? details.getFirst()
        : new Reason(fault.code(), Optional.empty(), failed.words(), details);
  }

  private static List<Reason> details(Failed failed, String code) {
    return failed.refusal().orElse(null) instanceof Refusal.Invalid invalid
        ? invalid.complaints().stream()
            .map(
                each ->
                    new Reason(
                        code,
                        Optional.of(each.field()),
                        each.field() + " " + each.text().in(failed.language()),
                        List.of()))
            .toList()
        : List.of();
  }
}
