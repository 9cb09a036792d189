package io.tunnelscope.app.login;

import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.login.LoginRefused.Told;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The way to an identity provider and back. Both are navigations of a browser, so what goes wrong
 * ends on the sign-in page, which has the words; the reason stays in the audit.
 */
final class OidcRoutes {
  private final OidcLogin login;
  private final Sessions sessions;
  private final SessionCookie cookie;
  private final LoginCookie loginCookie;
  private final OwnAddress address;
  private final LoginDoorkeeper doorkeeper;

  OidcRoutes(
      OidcLogin login,
      Sessions sessions,
      SessionCookie cookie,
      LoginCookie loginCookie,
      OwnAddress address,
      LoginDoorkeeper doorkeeper) {
    this.login = login;
    this.sessions = sessions;
    this.cookie = cookie;
    this.loginCookie = loginCookie;
    this.address = address;
    this.doorkeeper = doorkeeper;
  }

  void mount(Routes routes) {
    routes.open(HttpMethod.GET, "/login", this::leave);
    routes.open(HttpMethod.GET, "/callback", this::comeBack);
    routes.open(HttpMethod.GET, "/callback/:tenant", this::comeBack);
  }

  private void leave(RoutingContext ctx) {
    doorkeeper
        .slowStrangers(ctx)
        .compose(
            _ ->
                login.begin(
                    first(ctx, "tenant"),
                    ReturnPath.of(first(ctx, "return").orElse("/")),
                    address.of(ctx.request()),
                    Requests.origin(ctx)))
        .onSuccess(
            left -> {
              loginCookie.give(ctx, left.browser());
              redirect(ctx, left.address());
            })
        .onFailure(failure -> refuse(ctx, failure));
  }

  private void comeBack(RoutingContext ctx) {
    doorkeeper
        .slowStrangers(ctx)
        .compose(_ -> finish(ctx))
        .compose(arrived -> cookie.end(ctx, sessions).map(arrived))
        .onSuccess(
            arrived -> {
              loginCookie.takeBack(ctx);
              cookie.give(ctx, arrived.key());
              redirect(ctx, arrived.returnPath().path());
            })
        .onFailure(failure -> refuse(ctx, failure));
  }

  private Future<OidcLogin.Arrived> finish(RoutingContext ctx) {
    try {
      var answer =
          ProviderAnswer.of(ctx.normalizedPath(), loginCookie.read(ctx), ctx.queryParams());
      return login.finish(answer, Requests.origin(ctx));
    } catch (LoginRefused refused) {
      return login.refused(refused, Requests.origin(ctx));
    }
  }

  private void refuse(RoutingContext ctx, Throwable failure) {
    if (failure instanceof LoginRefused refused) {
      loginCookie.takeBack(ctx);
      redirect(ctx, signInPage(refused.reason().told(), Requests.requestId(ctx)));
    } else {
      ctx.fail(failure);
    }
  }

  private static String signInPage(Told told, String requestId) {
    return "/sign-in?problem=" + told.wire() + "&request=" + requestId;
  }

  private static Optional<String> first(RoutingContext ctx, String name) {
    return ctx.queryParam(name).stream().findFirst();
  }

  /** With GET, whatever came before. */
  private static void redirect(RoutingContext ctx, String where) {
    ctx.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, where).end();
  }
}
