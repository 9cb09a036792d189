package io.tunnelscope.app.slack;

import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.http.Session;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The way of an admin's browser to Slack and back. Whatever comes of it is told by the page of the
 * tenant's settings.
 */
final class SlackInstallRoutes {
  private final Optional<SlackInstall> install;

  SlackInstallRoutes(Optional<SlackInstall> install) {
    this.install = install;
  }

  void mount(Routes routes) {
    routes.inNamedTenant(
        HttpMethod.GET,
        "/slack/install",
        Permission.MANAGE,
        ctx -> first(ctx, "tenant"),
        this::leave);
    routes.inNamedTenant(
        HttpMethod.GET,
        SlackInstall.COME_BACK,
        Permission.MANAGE,
        ctx -> SlackInstall.slug(first(ctx, "state")),
        this::comeBack);
  }

  private void leave(RoutingContext ctx, Principal who, Session session) {
    installing()
        .begin(who, session, first(ctx, "tenant"))
        .onSuccess(address -> redirect(ctx, address))
        .onFailure(ctx::fail);
  }

  private void comeBack(RoutingContext ctx, Principal who, Session session) {
    var state = first(ctx, "state");
    var code = first(ctx, "code");
    var slug = SlackInstall.slug(state);
    if (code.isEmpty()) {
      installing()
          .cancel(who, session, state)
          .onSuccess(_ -> redirect(ctx, page(slug, "cancelled")))
          .onFailure(ctx::fail);
      return;
    }
    installing()
        .finish(who, session, state, code, Requests.origin(ctx))
        .onSuccess(_ -> redirect(ctx, page(slug, "installed")))
        .onFailure(failure -> refuse(ctx, slug, failure));
  }

  private static void refuse(RoutingContext ctx, String slug, Throwable failure) {
    switch (failure) {
      case Refusal.Conflict _ -> redirect(ctx, page(slug, "taken"));
      case Refusal.UnusableInput _ -> redirect(ctx, page(slug, "refused"));
      default -> ctx.fail(failure);
    }
  }

  private SlackInstall installing() {
    return install.orElseThrow(Refusal.NotFound::new);
  }

  /** The slug is that of a tenant whose admin asks. */
  private static String page(String slug, String outcome) {
    return "/t/" + slug + "/settings/slack?outcome=" + outcome;
  }

  private static String first(RoutingContext ctx, String name) {
    return ctx.queryParam(name).stream().findFirst().orElse("");
  }

  private static void redirect(RoutingContext ctx, String where) {
    ctx.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, where).end();
  }
}
