package io.tunnelscope.app.login;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.tenants.PersonStore.PersonInTenant;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Signing in as one of the made-up people of a demo, without a password. Mounted on a loopback
 * settings in demo mode only; elsewhere these paths do not exist.
 */
final class DemoRoutes {
  private record PersonaJson(
      String id, String name, String tenant, String tenantName, String role) {
    static PersonaJson of(PersonInTenant persona) {
      return new PersonaJson(
          persona.person().subject(),
          persona.person().name(),
          persona.membership().slug(),
          persona.membership().tenantName(),
          persona.membership().role().wire());
    }
  }

  private final DemoPersonas personas;
  private final Sessions sessions;
  private final SessionCookie cookie;
  private final ForgeryGuard forgery;
  private final LoginDoorkeeper doorkeeper;
  private final SessionAudit audit;

  DemoRoutes(
      DemoPersonas personas,
      Sessions sessions,
      SessionCookie cookie,
      ForgeryGuard forgery,
      LoginDoorkeeper doorkeeper,
      SessionAudit audit) {
    this.personas = personas;
    this.sessions = sessions;
    this.cookie = cookie;
    this.forgery = forgery;
    this.doorkeeper = doorkeeper;
    this.audit = audit;
  }

  void mount(Routes routes) {
    routes.open(HttpMethod.GET, "/api/v1/demo/personas", this::list);
    routes.open(HttpMethod.POST, "/api/v1/demo/sign-in", this::signIn);
  }

  private void list(RoutingContext ctx) {
    personas
        .all()
        .onSuccess(all -> Answer.ok(ctx, Page.whole(all.stream().map(PersonaJson::of).toList())))
        .onFailure(ctx::fail);
  }

  private void signIn(RoutingContext ctx) {
    forgery.checkOrigin(ctx.request());
    var fields = Fields.of(ctx);
    var id = fields.text("persona");
    fields.throwIfInvalid();
    doorkeeper
        .slowStrangers(ctx)
        .compose(_ -> personas.find(id))
        .compose(found -> start(ctx, found.orElseThrow(Refusal.NotFound::new)))
        .onSuccess(
            key -> {
              cookie.give(ctx, key);
              Answer.noContent(ctx);
            })
        .onFailure(ctx::fail);
  }

  private Future<SessionKey> start(RoutingContext ctx, PersonInTenant persona) {
    return cookie
        .end(ctx, sessions)
        .compose(_ -> sessions.start(persona.person().id(), SessionStore.Proof.none()))
        .compose(
            key ->
                audit
                    .started(
                        persona.person(),
                        "demo",
                        List.of(persona.membership()),
                        Requests.origin(ctx))
                    .map(key));
  }
}
