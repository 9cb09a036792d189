package io.tunnelscope.app.arm;

import io.tunnelscope.app.gateways.GatewayStore;
import io.tunnelscope.app.gateways.SubscriptionStore;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.http.WireJson;
import io.tunnelscope.app.login.ServicePrincipals;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.Runs;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * The Azure-compatible door: {@code az} and the SDKs sign in with an API token and troubleshoot the
 * tenant's targets as if they were Azure's. The token alone says which tenant is meant; a
 * subscription of another one reads as not found.
 */
public final class ArmRoutes {
  static final String SUBSCRIPTION = "/subscriptions/:subscription";
  static final String PROVIDER = SUBSCRIPTION + "/providers/Microsoft.Network";
  static final String GROUP = SUBSCRIPTION + "/resourceGroups/:group/providers/Microsoft.Network";

  private static final String PATHS = "(?i)/subscriptions(/.*)?";

  private final OauthRoutes oauth;
  private final ResourceRoutes resources;
  private final TroubleshootRoutes troubleshoot;

  /**
   * @param publicUrl how clients reach us, where that differs from host and port
   */
  public ArmRoutes(
      ServicePrincipals principals,
      SubscriptionStore subscriptions,
      GatewayStore gateways,
      TargetStore targets,
      Runs runs,
      RunStore runStore,
      Optional<URI> publicUrl,
      Clock clock) {
    var watcher = new Watcher(subscriptions, gateways, targets, runs, runStore);
    var address = new Address(publicUrl);
    this.oauth = new OauthRoutes(principals, address);
    this.resources = new ResourceRoutes(watcher);
    this.troubleshoot = new TroubleshootRoutes(watcher, address, clock);
  }

  public void mount(Routes routes) {
    oauth.mount(routes);
    routes.inShape(
        PATHS,
        new ArmErrors(),
        () -> {
          resources.mount(routes);
          troubleshoot.mount(routes);
        });
  }

  /** The same handler for requests that say a version of Azure's API, as each must. */
  static Routes.TenantHandler versioned(Routes.TenantHandler handler) {
    return (ctx, who) -> {
      var versions = ctx.queryParam("api-version");
      if (versions.isEmpty() || versions.getFirst().isBlank()) {
        refuse(
            ctx,
            "MissingApiVersionParameter",
            "The query parameter api-version is missing: add ?api-version=2024-05-01, for example.");
      } else if (!ApiVersion.isKnown(versions.getFirst())) {
        refuse(
            ctx,
            "InvalidApiVersionParameter",
            "The api-version is none: it is a date from 2016-03-30 on, like 2024-05-01.");
      } else {
        handler.handle(ctx, who);
      }
    };
  }

  private static void refuse(RoutingContext ctx, String code, String message) {
    ctx.response()
        .setStatusCode(400)
        .putHeader(HttpHeaders.CONTENT_TYPE, ArmErrors.JSON)
        .end(WireJson.text(ArmErrorJson.of(code, message)));
  }
}
