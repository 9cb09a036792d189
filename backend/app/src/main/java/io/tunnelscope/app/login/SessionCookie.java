package io.tunnelscope.app.login;

import io.tunnelscope.app.settings.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The cookie of a session. Its name binds it to this host and to TLS; only on plain HTTP that never
 * leaves the machine, where browsers would not take it, it is called {@code sid}.
 */
final class SessionCookie {
  private final boolean secure;
  private final String name;

  SessionCookie(HttpSettings settings) {
    this.secure = settings.isSecure() || !settings.isLoopback();
    this.name = secure ? "__Host-sid" : "sid";
  }

  /** The key that the browser sent; empty when it sent none or something else. */
  Optional<SessionKey> read(RoutingContext ctx) {
    var cookie = ctx.request().getCookie(name);
    return cookie == null ? Optional.empty() : SessionKey.parse(cookie.getValue());
  }

  boolean isSent(RoutingContext ctx) {
    return ctx.request().getCookie(name) != null;
  }

  /** Ends the session of the cookie, if there is one; what vouched for it. */
  Future<Optional<SessionStore.Proof>> end(RoutingContext ctx, Sessions sessions) {
    return read(ctx).map(sessions::end).orElse(Future.succeededFuture(Optional.empty()));
  }

  void give(RoutingContext ctx, SessionKey key) {
    ctx.response().addCookie(cookie(key.reveal()));
  }

  void takeBack(RoutingContext ctx) {
    ctx.response().addCookie(cookie("").setMaxAge(0));
  }

  private Cookie cookie(String value) {
    return Cookie.cookie(name, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX);
  }
}
