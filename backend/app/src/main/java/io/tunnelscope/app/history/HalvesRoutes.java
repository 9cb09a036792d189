package io.tunnelscope.app.history;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Both halves of a VNet2VNet connection compared, over HTTP. */
public final class HalvesRoutes {
  private final TwinRuns twins;

  public HalvesRoutes(TwinRuns twins) {
    this.twins = twins;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/targets/:target/twins", Permission.READ, this::compare);
  }

  private void compare(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var first = query.uuid("first").map(RunId::new);
    var second = query.uuid("second").map(RunId::new);
    query.throwIfInvalid();
    var language = Requests.language(ctx);
    twins
        .of(who.tenant(), ctx.pathParam("target"), first, second)
        .onSuccess(halves -> Answer.ok(ctx, HalvesJson.of(halves, language)))
        .onFailure(ctx::fail);
  }
}
