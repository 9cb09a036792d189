package io.tunnelscope.app.login;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.HttpSettings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** Tells requests of our own pages from requests that another site makes a browser send. */
final class ForgeryGuard {
  private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Text FORGED =
      new Text(
          "This request did not come from a page of ours. Reload the page and try again.",
          "이 페이지에서 보낸 요청이 아닙니다. 페이지를 새로 고친 뒤 다시 시도하세요.");

  private final HttpSettings settings;

  ForgeryGuard(HttpSettings settings) {
    this.settings = settings;
  }

  /** Unsafe methods must come from our origin and carry what only our page can read. */
  void check(HttpServerRequest request, SessionKey key) {
    if (SAFE.contains(request.method())) {
      return;
    }
    checkOrigin(request);
    if (!key.provedBy(request.getHeader("X-CSRF"))) {
      throw new Refusal.NotAllowed(FORGED);
    }
  }

  /** For signing in, where there is no session to prove anything with. */
  void checkOrigin(HttpServerRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    boolean ours =
        site == null ? isOurs(request, request.getHeader("Origin")) : site.equals("same-origin");
    if (!ours) {
      throw new Refusal.NotAllowed(FORGED);
    }
  }

  private boolean isOurs(HttpServerRequest request, String origin) {
    if (origin == null) {
      return false;
    }
    if (settings.publicUrl().isPresent()) {
      return origin.equals(settings.origin(0));
    }
    // A page of another site cannot choose the Host that a browser sends to us.
    return OwnAddress.ofRequest(request).filter(origin::equals).isPresent();
  }
}
