package io.tunnelscope.app.gateways;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Tags of a target over HTTP; a target tells them. */
public final class TagRoutes {
  private final Targets targets;
  private final TagStore tags;

  public TagRoutes(Targets targets, TagStore tags) {
    this.targets = targets;
    this.tags = tags;
  }

  /** Who may start runs of targets may say by what they are picked. */
  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.PUT, "/targets/:target/tags", Permission.START_RUN, this::replace);
  }

  private void replace(RoutingContext ctx, Principal who) {
    var wanted = Tags.from(Fields.of(ctx));
    var language = Requests.language(ctx);
    var origin = Requests.origin(ctx);
    targets
        .state(who.tenant(), ctx.pathParam("target"))
        .map(state -> state.known().id())
        .compose(id -> tags.replace(who, origin, id, wanted).map(id.value()))
        .compose(id -> targets.state(who.tenant(), id))
        .onSuccess(state -> Answer.ok(ctx, TargetJson.of(state, language)))
        .onFailure(ctx::fail);
  }
}
