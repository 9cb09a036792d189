package io.tunnelscope.app.gateways;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Takes subscriptions, gateways and connections away over HTTP, for the admins of a tenant. */
public final class RemovalRoutes {
  private final RemovalStore removal;

  public RemovalRoutes(RemovalStore removal) {
    this.removal = removal;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.DELETE, "/targets/:target", Permission.MANAGE, this::target);
    routes.inTenant(
        HttpMethod.DELETE, "/subscriptions/:subscription", Permission.MANAGE, this::subscription);
  }

  /** By resource id alone: a name may come to mean another one. */
  private void target(RoutingContext ctx, Principal who) {
    var id = ArmId.parse(ctx.pathParam("target")).orElseThrow(Targets::notFound);
    removal
        .removeTarget(who, Requests.origin(ctx), id)
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private void subscription(RoutingContext ctx, Principal who) {
    var id = SubscriptionRoutes.subscription(ctx);
    removal
        .removeSubscription(who, Requests.origin(ctx), id)
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }
}
