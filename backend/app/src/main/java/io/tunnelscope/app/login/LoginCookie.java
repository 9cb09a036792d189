package io.tunnelscope.app.login;

import io.tunnelscope.app.settings.HttpSettings;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Binds an attempt to sign in to the browser that began it: without it, an attacker could send
 * somebody the end of the attacker's own sign-in. Named and kept like {@link SessionCookie}.
 */
final class LoginCookie {
  private final boolean secure;
  private final String name;

  LoginCookie(HttpSettings settings) {
    this.secure = settings.isSecure() || !settings.isLoopback();
    this.name = secure ? "__Host-login" : "login";
  }

  Optional<String> read(RoutingContext ctx) {
    var cookie = ctx.request().getCookie(name);
    return Optional.ofNullable(cookie).map(Cookie::getValue).filter(Unguessable::hasForm);
  }

  void give(RoutingContext ctx, String value) {
    ctx.response().addCookie(cookie(value).setMaxAge(OidcLogin.PATIENCE.toSeconds()));
  }

  void takeBack(RoutingContext ctx) {
    ctx.response().addCookie(cookie("").setMaxAge(0));
  }

  /** Lax: the provider's answer comes from another site. */
  private Cookie cookie(String value) {
    return Cookie.cookie(name, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX);
  }
}
