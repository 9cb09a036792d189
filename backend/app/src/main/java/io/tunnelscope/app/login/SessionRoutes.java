package io.tunnelscope.app.login;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.http.Session;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.tenants.Membership;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a page needs to know about who is signed in, the way to another tenant, the way out. */
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

  private record SwitchedJson(String tenant, String csrf) {}

  private record EndedJson(String next) {}

  private record RoleJson(String role, List<String> permissions) {
    static RoleJson of(Role role) {
      return new RoleJson(
          role.wire(), role.permissions().stream().sorted().map(Permission::wire).toList());
    }
  }

  private final Sessions sessions;
  private final OidcLogin oidc;
  private final SessionCookie cookie;
  private final OwnAddress address;
  private final SessionAudit audit;
  private final boolean demo;

  SessionRoutes(
      Sessions sessions,
      OidcLogin oidc,
      SessionCookie cookie,
      OwnAddress address,
      SessionAudit audit,
      boolean demo) {
    this.sessions = sessions;
    this.oidc = oidc;
    this.cookie = cookie;
    this.address = address;
    this.audit = audit;
    this.demo = demo;
  }

  void mount(Routes routes) {
    routes.signedIn(HttpMethod.GET, "/api/v1/session", this::show);
    routes.signedIn(HttpMethod.POST, "/api/v1/session/tenant", this::switchTenant);
    routes.signedIn(HttpMethod.POST, "/api/v1/session/logout", this::logout);
    routes.open(HttpMethod.GET, "/api/v1/roles", SessionRoutes::roles);
  }

  private void show(RoutingContext ctx, Session session) {
    signedIn(ctx)
        .map(
            signedIn ->
                new SessionJson(
                    new PersonJson(session.person().toString(), session.name()),
                    session.csrf(),
                    signedIn.memberships().stream().map(MembershipJson::of).toList(),
                    demo))
        .onSuccess(json -> Answer.ok(ctx, json))
        .onFailure(ctx::fail);
  }

  /** The session goes on under a new key, so the page needs a new proof for unsafe requests. */
  private void switchTenant(RoutingContext ctx, Session session) {
    var fields = Fields.of(ctx);
    var slug = fields.text("tenant");
    fields.throwIfInvalid();
    signedIn(ctx)
        .compose(
            signedIn -> {
              var to = signedIn.membership(slug).orElseThrow(Refusal.NotFound::new);
              return audit.switched(signedIn, to, Requests.origin(ctx));
            })
        .compose(_ -> renewed(ctx))
        .onSuccess(
            key -> {
              cookie.give(ctx, key);
              Answer.ok(ctx, new SwitchedJson(slug, key.csrf()));
            })
        .onFailure(ctx::fail);
  }

  private void logout(RoutingContext ctx, Session session) {
    signedIn(ctx)
        .compose(signedIn -> audit.ended(signedIn, Requests.origin(ctx)))
        .compose(_ -> cookie.end(ctx, sessions))
        .compose(proof -> next(ctx, proof))
        .onSuccess(
            next -> {
              cookie.takeBack(ctx);
              next.ifPresentOrElse(
                  where -> Answer.ok(ctx, new EndedJson(where)), () -> Answer.noContent(ctx));
            })
        .onFailure(ctx::fail);
  }

  /** Where the browser signs out of the provider. */
  private Future<Optional<String>> next(RoutingContext ctx, Optional<SessionStore.Proof> proof) {
    var here = address.of(ctx.request());
    return proof.isPresent() && here.isPresent()
        ? oidc.endSession(proof.get(), here.get() + "/sign-in")
        : Future.succeededFuture(Optional.empty());
  }

  private Future<SessionKey> renewed(RoutingContext ctx) {
    return cookie
        .read(ctx)
        .map(sessions::renew)
        .orElse(Future.succeededFuture(Optional.empty()))
        .map(key -> key.orElseThrow(Refusal.NotFound::new));
  }

  /** The route was opened by this session; it may have ended meanwhile. */
  private Future<SignedIn> signedIn(RoutingContext ctx) {
    return cookie
        .read(ctx)
        .map(sessions::find)
        .orElse(Future.succeededFuture(Optional.empty()))
        .map(found -> found.orElseThrow(Refusal.NotFound::new));
  }

  private static void roles(RoutingContext ctx) {
    Answer.ok(ctx, Page.whole(Arrays.stream(Role.values()).map(RoleJson::of).toList()));
  }
}
