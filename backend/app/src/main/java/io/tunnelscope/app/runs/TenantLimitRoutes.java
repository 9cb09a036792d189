package io.tunnelscope.app.runs;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** What a tenant may have of the queue, and has of it now: for its members to read. */
public final class TenantLimitRoutes {
  private record LimitsJson(LimitJson queued, LimitJson running) {
    static LimitsJson of(TenantLimits.Use use) {
      return new LimitsJson(
          new LimitJson(use.limits().queued(), use.open()),
          new LimitJson(use.limits().running(), use.inWork()));
    }
  }

  private record LimitJson(int most, int now) {}

  private final TenantLimitStore store;

  public TenantLimitRoutes(TenantLimitStore store) {
    this.store = store;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/limits", Permission.READ, this::show);
  }

  private void show(RoutingContext ctx, Principal who) {
    store
        .read(who.tenant())
        .onSuccess(use -> Answer.ok(ctx, LimitsJson.of(use)))
        .onFailure(ctx::fail);
  }
}
