package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.login.IdentityProvider.Owner;
import io.tunnelscope.app.login.ProviderCheck.Step;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.OidcSettings;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whom a tenant believes about its people, and what their claims mean in it; for its admins. */
final class ProviderRoutes {
  /**
   * @param own false: the tenant uses the installation's, and the other members are left out
   * @param clientSecret whether there is one
   * @param redirectUri what to enter at the provider as the address to send people back to
   */
  private record ProviderJson(
      boolean own,
      Optional<String> issuer,
      Optional<String> clientId,
      Optional<String> scopes,
      Optional<String> roleClaim,
      Optional<Boolean> clientSecret,
      Optional<Instant> clientSecretSetAt,
      Optional<String> redirectUri) {}

  /**
   * @param ok empty when it was not taken, because one before it failed
   */
  private record StepJson(
      String step, Optional<Boolean> ok, Optional<String> reason, Optional<String> text) {
    static StepJson of(Step step, ProviderCheck check, Language language) {
      var name = step.name().toLowerCase(Locale.ROOT);
      return switch (check) {
        case ProviderCheck.Bad bad when bad.step() == step ->
            new StepJson(
                name,
                Optional.of(false),
                Optional.of(bad.reason().wire()),
                Optional.of(bad.text().in(language)));
        case ProviderCheck.Bad bad when bad.step().compareTo(step) < 0 ->
            new StepJson(name, Optional.empty(), Optional.empty(), Optional.empty());
        case ProviderCheck.Bad _, ProviderCheck.Good _ ->
            new StepJson(name, Optional.of(true), Optional.empty(), Optional.empty());
      };
    }
  }

  private record CheckJson(boolean ok, List<StepJson> steps) {
    static CheckJson of(ProviderCheck check, Language language) {
      return new CheckJson(
          check instanceof ProviderCheck.Good,
          Arrays.stream(Step.values()).map(step -> StepJson.of(step, check, language)).toList());
    }
  }

  private record MappingJson(String value, String role) {
    static MappingJson of(RoleMapping mapping) {
      return new MappingJson(mapping.value(), mapping.role().wire());
    }
  }

  private record MappingsJson(List<MappingJson> items) {
    static MappingsJson of(List<RoleMapping> mappings) {
      return new MappingsJson(mappings.stream().map(MappingJson::of).toList());
    }
  }

  private static final int LONGEST_ISSUER = 500;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_MAPPINGS = 100;
  private static final Pattern SECRET = Pattern.compile("[\\x20-\\x7e]{1,500}");

  private final OidcLogin login;
  private final TenantProviders providers;
  private final AuditStore audit;
  private final RoleMappingStore mappings;
  private final OwnAddress address;

  ProviderRoutes(OidcLogin login, OidcLogin.Parts parts, OwnAddress address) {
    this.login = login;
    this.providers = login.ofTenants();
    this.audit = parts.auditStore();
    this.mappings = new RoleMappingStore(parts.db(), parts.audit());
    this.address = address;
  }

  void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/identity-provider", Permission.MANAGE, this::show);
    routes.inTenant(HttpMethod.PUT, "/identity-provider", Permission.MANAGE, this::set);
    routes.inTenant(HttpMethod.DELETE, "/identity-provider", Permission.MANAGE, this::remove);
    routes.inTenant(HttpMethod.POST, "/identity-provider/test", Permission.MANAGE, this::test);
    routes.inTenant(HttpMethod.GET, "/role-mappings", Permission.MANAGE, this::mappings);
    routes.inTenant(HttpMethod.PUT, "/role-mappings", Permission.MANAGE, this::setMappings);
  }

  private void show(RoutingContext ctx, Principal who) {
    providers
        .find(who.tenant())
        .onSuccess(found -> Answer.ok(ctx, json(ctx, who, found)))
        .onFailure(ctx::fail);
  }

  /** Only what answers is stored: a provider that cannot be asked would lock people out. */
  private void set(RoutingContext ctx, Principal who) {
    var fields = Fields.of(ctx);
    var secret = secret(fields);
    var provider = provider(fields, owner(ctx, who));
    login
        .check(provider)
        .compose(ProviderRoutes::refuseBad)
        .compose(_ -> providers.set(who, Requests.origin(ctx), provider, secret))
        .onSuccess(stored -> Answer.ok(ctx, json(ctx, who, Optional.of(stored))))
        .onFailure(ctx::fail);
  }

  /** Asks the one that is named, or the one that is set. Nothing is stored but the question. */
  private void test(RoutingContext ctx, Principal who) {
    var fields = Fields.of(ctx);
    var issuer = fields.optionalText("issuer");
    issuer.ifPresent(text -> checkIssuer(fields, text));
    fields.throwIfInvalid();
    var language = Requests.language(ctx);
    issuer
        .map(text -> Future.succeededFuture(named(text, owner(ctx, who))))
        .orElseGet(() -> stored(who))
        .compose(
            provider ->
                login
                    .check(provider)
                    .compose(check -> noteTest(ctx, who, provider, check).map(check)))
        .onSuccess(check -> Answer.ok(ctx, CheckJson.of(check, language)))
        .onFailure(ctx::fail);
  }

  private Future<IdentityProvider> stored(Principal who) {
    return providers
        .find(who.tenant())
        .map(found -> found.orElseThrow(Refusal.NotFound::new).provider());
  }

  private static IdentityProvider named(String issuer, Owner owner) {
    return new IdentityProvider(
        Optional.of(owner),
        issuer,
        "",
        Optional.empty(),
        OidcSettings.USUAL_SCOPES,
        OidcSettings.USUAL_ROLE_CLAIM);
  }

  private Future<Void> noteTest(
      RoutingContext ctx, Principal who, IdentityProvider provider, ProviderCheck check) {
    var outcome =
        switch (check) {
          case ProviderCheck.Good _ -> "good";
          case ProviderCheck.Bad bad -> bad.reason().wire();
        };
    return audit.note(
        who.tenant(),
        who,
        Requests.origin(ctx),
        "identity-provider.test",
        new JsonObject().put("issuer", provider.issuer()).put("outcome", outcome));
  }

  private static ClientSecretWish secret(Fields fields) {
    if (fields.isNull("clientSecret")) {
      return new ClientSecretWish.Remove();
    }
    var given = fields.optionalSecret("clientSecret");
    if (given.isPresent() && !SECRET.matcher(given.get().reveal()).matches()) {
      fields.complainAbout(
          "clientSecret",
          new Text(
              "must be at most 500 printable characters of ASCII",
              "인쇄 가능한 ASCII 문자 500자 이내여야 합니다"));
    }
    return given
        .<ClientSecretWish>map(ClientSecretWish.Replace::new)
        .orElseGet(ClientSecretWish.Keep::new);
  }

  private void remove(RoutingContext ctx, Principal who) {
    providers
        .remove(who, Requests.origin(ctx))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private void mappings(RoutingContext ctx, Principal who) {
    mappings
        .list(who.tenant())
        .onSuccess(all -> Answer.ok(ctx, MappingsJson.of(all)))
        .onFailure(ctx::fail);
  }

  private void setMappings(RoutingContext ctx, Principal who) {
    var fields = Fields.of(ctx);
    var wanted = fields.list("items", MOST_MAPPINGS, ProviderRoutes::mapping);
    if (wanted.stream().map(RoleMapping::value).distinct().count() < wanted.size()) {
      fields.complainAbout(
          "items", new Text("must not name a value twice", "같은 값을 두 번 지정할 수 없습니다"));
    }
    fields.throwIfInvalid();
    mappings
        .replace(who, wanted, Requests.origin(ctx))
        .onSuccess(_ -> Answer.ok(ctx, MappingsJson.of(wanted)))
        .onFailure(ctx::fail);
  }

  private static RoleMapping mapping(Fields fields) {
    var value = limited(fields, "value", LONGEST_NAME);
    var role =
        fields.parsed(
            "role",
            Role::parse,
            "viewer, operator, auditor or admin",
            "viewer, operator, auditor, admin 중 하나");
    return new RoleMapping(value, role.orElse(Role.VIEWER)); // a complaint was noted
  }

  private static IdentityProvider provider(Fields fields, Owner owner) {
    var issuer = fields.text("issuer");
    if (!issuer.isEmpty()) {
      checkIssuer(fields, issuer);
    }
    var clientId = limited(fields, "clientId", LONGEST_NAME);
    var scopes = fields.optionalText("scopes").orElse(OidcSettings.USUAL_SCOPES);
    if (scopes.length() > LONGEST_ISSUER || !OidcSettings.areScopes(scopes)) {
      fields.complainAbout(
          "scopes",
          new Text(
              "must be scopes separated by blanks, openid among them",
              "openid를 포함하여 공백으로 구분한 scope여야 합니다"));
    }
    var claim = fields.optionalText("roleClaim").orElse(OidcSettings.USUAL_ROLE_CLAIM);
    if (claim.length() > LONGEST_NAME) {
      complainOfLength(fields, "roleClaim", LONGEST_NAME);
    }
    fields.throwIfInvalid();
    return new IdentityProvider(
        Optional.of(owner), issuer, clientId, Optional.empty(), scopes, claim);
  }

  private static void checkIssuer(Fields fields, String issuer) {
    if (issuer.length() > LONGEST_ISSUER) {
      complainOfLength(fields, "issuer", LONGEST_ISSUER);
    } else if (!isIssuer(issuer)) {
      fields.complainAbout(
          "issuer",
          new Text(
              "must be an address that begins with https:// and has no query",
              "https://로 시작하고 쿼리가 없는 주소여야 합니다"));
    }
  }

  private static String limited(Fields fields, String name, int longest) {
    var text = fields.text(name);
    if (text.length() > longest) {
      complainOfLength(fields, name, longest);
    }
    return text;
  }

  private static void complainOfLength(Fields fields, String name, int longest) {
    fields.complainAbout(
        name,
        new Text("must not be longer than " + longest + " characters", longest + "자를 넘을 수 없습니다"));
  }

  /** Whether it may be reached is for the rules of outgoing HTTP to say. */
  private static boolean isIssuer(String text) {
    try {
      var uri = new URI(text);
      return uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static Future<Void> refuseBad(ProviderCheck check) {
    return switch (check) {
      case ProviderCheck.Good _ -> Future.succeededFuture();
      case ProviderCheck.Bad bad -> Future.failedFuture(unusable(bad));
    };
  }

  private static Refusal unusable(ProviderCheck.Bad bad) {
    return new Refusal.Invalid(
        new Text(
            "The identity provider cannot be used as it answers now.",
            "현재 응답으로는 이 ID 공급자를 사용할 수 없습니다."),
        List.of(new Refusal.Invalid.Complaint("issuer", bad.text())));
  }

  private ProviderJson json(RoutingContext ctx, Principal who, Optional<TenantProvider> stored) {
    var found = stored.map(TenantProvider::provider);
    return new ProviderJson(
        found.isPresent(),
        found.map(IdentityProvider::issuer),
        found.map(IdentityProvider::clientId),
        found.map(IdentityProvider::scopes),
        found.map(IdentityProvider::roleClaim),
        stored.map(each -> each.secret().isPresent()),
        stored.flatMap(TenantProvider::secretSetAt),
        address.of(ctx.request()).map(base -> base + owner(ctx, who).callbackPath()));
  }

  private static Owner owner(RoutingContext ctx, Principal who) {
    return new Owner(who.tenant(), ctx.pathParam("tenant"));
  }
}
