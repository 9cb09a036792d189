package io.tunnelscope.app.login;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tells whoever asks what they are taken for in a tenant. */
final class WhoAmIRoutes {
  private record WhoJson(String name, String kind, String role, List<String> permissions) {
    static WhoJson of(Principal who) {
      return new WhoJson(
          who.name(),
          who.kind().name().toLowerCase(Locale.ROOT),
          who.role().wire(),
          Arrays.stream(Permission.values()).filter(who::may).map(Permission::wire).toList());
    }
  }

  void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/whoami", Permission.READ, WhoAmIRoutes::show);
  }

  private static void show(RoutingContext ctx, Principal who) {
    Answer.ok(ctx, WhoJson.of(who));
  }
}
