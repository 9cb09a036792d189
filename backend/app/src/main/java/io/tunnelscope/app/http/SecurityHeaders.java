package io.tunnelscope.app.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The headers that every answer carries, errors and broken requests included. */
final class SecurityHeaders {
  private static final String POLICY_WITH_NONCE =
      "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-%s';"
          + " style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
          + " object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
  private static final String POLICY = POLICY_WITH_NONCE.replace(" 'nonce-%s'", "");
  private static final String ONE_YEAR = "max-age=31536000; includeSubDomains";

  private final boolean secure;

  /**
   * @param secure whether browsers reach us by TLS and must from now on
   */
  SecurityHeaders(boolean secure) {
    this.secure = secure;
  }

  void put(RoutingContext ctx) {
    put(ctx.response());
    ctx.next();
  }

  void put(HttpServerResponse response) {
    response
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (secure) {
      response.putHeader("Strict-Transport-Security", ONE_YEAR);
    }
  }

  /** For the one page that carries inline styles of the component library. */
  static void allowStyles(HttpServerResponse response, String nonce) {
    response.putHeader("Content-Security-Policy", POLICY_WITH_NONCE.formatted(nonce));
  }
}
