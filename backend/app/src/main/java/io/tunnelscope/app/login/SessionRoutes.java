package io.tunnelscope.app.login;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.http.Session;
import io.tunnelscope.app.tenants.Membership;
import io.tunnelscope.app.tenants.PersonStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What a page needs to know about who is signed in, and the way out. */
final class SessionRoutes {
  private record PersonJson(String id, String name) {}

  private record MembershipJson(String tenant, String tenantName, String role) {
    static MembershipJson of(Membership membership) {
      return new MembershipJson(
          membership.slug(), membership.tenantName(), membership.role().wire());
    }
  }

  private record SessionJson(
      PersonJson person, String csrf, List<MembershipJson> memberships, boolean demo) {}

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final PersonStore people;
  private final SessionAudit audit;
  private final boolean demo;

  SessionRoutes(
      Sessions sessions,
      SessionCookie cookie,
      PersonStore people,
      SessionAudit audit,
      boolean demo) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.people = people;
    this.audit = audit;
    this.demo = demo;
  }

  void mount(Routes routes) {
    routes.signedIn(HttpMethod.GET, "/api/v1/session", this::show);
    routes.signedIn(HttpMethod.POST, "/api/v1/session/logout", this::logout);
  }

  private void show(RoutingContext ctx, Session session) {
    people
        .memberships(session.person())
        .map(
            memberships ->
                new SessionJson(
                    new PersonJson(session.person().toString(), session.name()),
                    session.csrf(),
                    memberships.stream().map(MembershipJson::of).toList(),
                    demo))
        .onSuccess(json -> Answer.ok(ctx, json))
        .onFailure(ctx::fail);
  }

  private void logout(RoutingContext ctx, Session session) {
    var ended = cookie.read(ctx).map(sessions::end).orElse(Future.succeededFuture());
    ended
        .compose(_ -> people.memberships(session.person()))
        .compose(tenants -> audit.ended(session, tenants, Requests.origin(ctx)))
        .onSuccess(
            _ -> {
              cookie.takeBack(ctx);
              Answer.noContent(ctx);
            })
        .onFailure(ctx::fail);
  }
}
