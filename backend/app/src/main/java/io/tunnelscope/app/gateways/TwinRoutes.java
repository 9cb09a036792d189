package io.tunnelscope.app.gateways;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Names the twin of a VNet2VNet connection, over HTTP; a target tells it. */
public final class TwinRoutes {
  private final Targets targets;
  private final TwinStore twins;

  public TwinRoutes(Targets targets, TwinStore twins) {
    this.targets = targets;
    this.twins = twins;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.PUT, "/targets/:target/twin", Permission.MANAGE, this::pair);
    routes.inTenant(HttpMethod.DELETE, "/targets/:target/twin", Permission.MANAGE, this::part);
  }

  private void pair(RoutingContext ctx, Principal who) {
    var fields = Fields.of(ctx);
    var twin = fields.text("twin");
    fields.throwIfInvalid();
    var origin = Optional.of(Requests.origin(ctx));
    targets
        .resolve(who.tenant(), ctx.pathParam("target"))
        .compose(
            one ->
                targets
                    .resolve(who.tenant(), twin)
                    .compose(other -> twins.pair(who, origin, one.id(), other.id())))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private void part(RoutingContext ctx, Principal who) {
    targets
        .resolve(who.tenant(), ctx.pathParam("target"))
        .compose(one -> twins.part(who, Optional.of(Requests.origin(ctx)), one.id()))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }
}
