package io.tunnelscope.app.login;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The API tokens of a tenant, for its admins. */
public final class TokenRoutes {
  private record TokenJson(
      String id,
      String name,
      String role,
      List<String> scopes,
      Instant createdAt,
      Instant expiresAt,
      Optional<Instant> lastUsedAt,
      String createdBy) {
    static TokenJson of(ApiToken token) {
      return new TokenJson(
          token.id().toString(),
          token.name(),
          token.role().wire(),
          wire(token.scopes()),
          token.createdAt(),
          token.expiresAt(),
          token.lastUsedAt(),
          token.createdBy());
    }
  }

  private record NewTokenJson(
      String id, String name, String role, List<String> scopes, Instant expiresAt, String token) {
    static NewTokenJson of(ApiTokens.NewToken made) {
      return new NewTokenJson(
          made.token().id().toString(),
          made.token().name(),
          made.token().role().wire(),
          wire(made.token().scopes()),
          made.token().expiresAt(),
          made.text());
    }
  }

  private record NewTokenRequest(String name, Role role, Set<Permission> scopes, int days) {
    static NewTokenRequest from(Fields fields, Principal who) {
      var name = fields.text("name");
      if (name.length() > LONGEST_NAME) {
        fields.complainAbout(
            "name", new Text("must not be longer than 200 characters", "200자를 넘을 수 없습니다"));
      }
      var role =
          fields.parsed(
              "role",
              Role::parse,
              "viewer, operator, auditor or admin",
              "viewer, operator, auditor, admin 중 하나");
      var scopes = scopes(fields, role, who);
      var days = fields.number("days", 1, ApiTokens.MOST_DAYS);
      fields.throwIfInvalid();
      return new NewTokenRequest(name, role.orElseThrow(), scopes, days);
    }

    /** All that the role may, unless it is said otherwise; never more than the caller may. */
    private static Set<Permission> scopes(Fields fields, Optional<Role> role, Principal who) {
      var texts = fields.optionalTexts("scopes", Permission.values().length);
      var wanted =
          texts
              .map(
                  all ->
                      all.stream()
                          .map(Permission::parse)
                          .flatMap(Optional::stream)
                          .collect(Collectors.toUnmodifiableSet()))
              .or(() -> role.map(Role::permissions))
              .orElse(Set.of());
      boolean known = texts.stream().allMatch(all -> !all.isEmpty() && all.size() == wanted.size());
      if (!known || !role.stream().allMatch(of -> of.permissions().containsAll(wanted))) {
        fields.complainAbout(
            "scopes",
            new Text(
                "must be some of read, start, audit, settings, each once, that the role may",
                "read, start, audit, settings 중 해당 역할에 허용된 값을 한 번씩만 지정해야 합니다"));
      } else if (!wanted.stream().allMatch(who::may)) {
        fields.complainAbout(
            "scopes",
            new Text("must be no more than what you may do yourself", "본인에게 허용된 범위를 넘을 수 없습니다"));
      }
      return wanted;
    }
  }

  private static final int LONGEST_NAME = 200;

  private final ApiTokens tokens;

  public TokenRoutes(ApiTokens tokens) {
    this.tokens = tokens;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/tokens", Permission.MANAGE, this::list);
    routes.inTenant(HttpMethod.POST, "/tokens", Permission.MANAGE, this::create);
    routes.inTenant(HttpMethod.DELETE, "/tokens/:token", Permission.MANAGE, this::revoke);
  }

  private void list(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    int limit = query.limit();
    var before =
        query.parsed(
            "cursor",
            text -> Cursor.parse(text, 1).flatMap(c -> Query.parseUuid(c.key().getFirst())),
            "the next of another page",
            "이전 페이지의 next 값");
    query.throwIfInvalid();
    tokens
        .list(who.tenant(), before, limit + 1)
        .map(rows -> Page.of(rows, limit, token -> Cursor.of(token.id().toString()), TokenJson::of))
        .onSuccess(page -> Answer.ok(ctx, page))
        .onFailure(ctx::fail);
  }

  private void create(RoutingContext ctx, Principal who) {
    var wanted = NewTokenRequest.from(Fields.of(ctx), who);
    tokens
        .create(
            who,
            Optional.of(Requests.origin(ctx)),
            wanted.name(),
            wanted.role(),
            wanted.scopes(),
            wanted.days())
        .onSuccess(
            made ->
                Answer.created(
                    ctx, ctx.normalizedPath() + "/" + made.token().id(), NewTokenJson.of(made)))
        .onFailure(ctx::fail);
  }

  private static List<String> wire(Set<Permission> scopes) {
    return scopes.stream().sorted().map(Permission::wire).toList();
  }

  private void revoke(RoutingContext ctx, Principal who) {
    var token = Query.parseUuid(ctx.pathParam("token")).orElseThrow(Refusal.NotFound::new);
    tokens
        .revoke(who, token, Requests.origin(ctx))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }
}
