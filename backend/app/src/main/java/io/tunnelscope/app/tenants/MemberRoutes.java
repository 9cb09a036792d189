package io.tunnelscope.app.tenants;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Who belongs to a tenant: for those who watch over it to read, for its admins to change. */
public final class MemberRoutes {
  private record MemberJson(
      String id,
      String name,
      String role,
      boolean active,
      boolean mapped,
      String issuer,
      String subject) {
    static MemberJson of(Member member) {
      var person = member.person();
      return new MemberJson(
          person.id().toString(),
          person.name(),
          member.role().wire(),
          member.active(),
          member.mapped(),
          person.issuer(),
          person.subject());
    }
  }

  private final MembershipStore members;
  private final SignedInPeople people;

  public MemberRoutes(MembershipStore members, SignedInPeople people) {
    this.members = members;
    this.people = people;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/members", Permission.READ_AUDIT, this::list);
    routes.inTenant(HttpMethod.PATCH, "/members/:member", Permission.MANAGE, this::change);
    routes.inTenant(HttpMethod.DELETE, "/members/:member", Permission.MANAGE, this::remove);
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

  private void change(RoutingContext ctx, Principal who) {
    var member = member(ctx);
    var change = changeOf(Fields.of(ctx));
    members
        .change(who, member, change, Requests.origin(ctx))
        .compose(after -> people.signOut(member).map(after))
        .onSuccess(after -> Answer.ok(ctx, MemberJson.of(after)))
        .onFailure(ctx::fail);
  }

  private void remove(RoutingContext ctx, Principal who) {
    var member = member(ctx);
    members
        .remove(who, member, Requests.origin(ctx))
        .compose(_ -> people.signOut(member))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private static MemberChange changeOf(Fields fields) {
    var role = fields.optionalText("role");
    var parsed = role.flatMap(Role::parse);
    if (role.isPresent() && parsed.isEmpty()) {
      fields.complainAbout(
          "role",
          new Text(
              "must be viewer, operator, auditor or admin",
              "viewer, operator, auditor, admin 중 하나여야 합니다"));
    }
    var active = fields.optionalFlag("active");
    fields.throwIfInvalid();
    return new MemberChange(parsed, active);
  }

  private static PersonId member(RoutingContext ctx) {
    return Query.parseUuid(ctx.pathParam("member"))
        .map(PersonId::new)
        .orElseThrow(Refusal.NotFound::new);
  }

  private static Cursor keyOf(Member member) {
    return Cursor.of(member.person().name(), member.person().id().toString());
  }
}
