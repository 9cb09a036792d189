package io.tunnelscope.app.arm;

import io.tunnelscope.app.http.FailureShape;
import io.tunnelscope.app.http.RetryAfter;
import java.util.Map;

/** Failures of a token endpoint (RFC 6749, section 5.2). */
final class OauthErrors implements FailureShape {
  static final String JSON = "application/json; charset=utf-8";

  /** The error and what a person is told. */
  record ErrorJson(String error, String error_description) {}

  @Override
  public Told tell(Failed failed) {
    return new Told(
        failed.kind().status(),
        JSON,
        headers(failed),
        new ErrorJson(error(failed), failed.words()));
  }

  private static String error(Failed failed) {
    return switch (failed.kind()) {
      case NOT_SIGNED_IN -> "invalid_client";
      case TOO_MANY_REQUESTS, UNAVAILABLE -> "temporarily_unavailable";
      case INTERNAL -> "server_error";
      default -> "invalid_request";
    };
  }

  private static Map<String, String> headers(Failed failed) {
    return switch (failed.kind()) {
      case NOT_SIGNED_IN -> Map.of("WWW-Authenticate", "Basic realm=\"Tunnelscope\"");
      default -> RetryAfter.headers(failed);
    };
  }
}
