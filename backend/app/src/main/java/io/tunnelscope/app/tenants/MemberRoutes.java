package io.tunnelscope.app.tenants;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Who belongs to a tenant, for those who watch over it. */
public final class MemberRoutes {
  private record MemberJson(String id, String name, String role, String issuer, String subject) {
    static MemberJson of(Member member) {
      var person = member.person();
      return new MemberJson(
          person.id().toString(),
          person.name(),
          member.role().wire(),
          person.issuer(),
          person.subject());
    }
  }

  private final MembershipStore members;

  public MemberRoutes(MembershipStore members) {
    this.members = members;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/members", Permission.READ_AUDIT, this::list);
  }

  private void list(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var limit = query.limit();
    var after = query.cursor(2);
    query.throwIfInvalid();
    var key = after.orElse(Cursor.of("", "")).key();
    members
        .list(who.tenant(), key.get(0), key.get(1), limit + 1)
        .map(rows -> Page.of(rows, limit, MemberRoutes::keyOf, MemberJson::of))
        .onSuccess(page -> Answer.ok(ctx, page))
        .onFailure(ctx::fail);
  }

  private static Cursor keyOf(Member member) {
    return Cursor.of(member.person().name(), member.person().id().toString());
  }
}
