package io.tunnelscope.app.arm;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.http.WireJson;
import io.tunnelscope.app.login.ServicePrincipals;
import io.tunnelscope.app.login.ServicePrincipals.Credentials;
import io.tunnelscope.app.login.ServicePrincipals.Grant;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Refusal.Invalid.Complaint;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Where Azure's clients sign in: below a tenant's GUID as Entra ID has it, and below {@code /adfs},
 * where a client asks nobody else about the address.
 */
final class OauthRoutes {
  private static final String PATHS =
      "(?i)/adfs(/.*)?|/[^/]+/oauth2/v2\\.0/.*|/[^/]+/v2\\.0/\\.well-known/.*|/[^/]+/discovery/v2\\.0/.*";
  private static final int LONGEST = 2_000;

  private final ServicePrincipals principals;
  private final Address address;

  OauthRoutes(ServicePrincipals principals, Address address) {
    this.principals = principals;
    this.address = address;
  }

  void mount(Routes routes) {
    routes.inShape(PATHS, new OauthErrors(), () -> mountAll(routes));
  }

  private void mountAll(Routes routes) {
    routes.open(GET, "/adfs/.well-known/openid-configuration", this::adfs);
    routes.open(GET, "/adfs/discovery/keys", OauthRoutes::keys);
    routes.open(POST, "/adfs/oauth2/token", ctx -> token(ctx, Optional.empty()));
    routes.open(GET, "/:tenantGuid/v2.0/.well-known/openid-configuration", this::ofTenant);
    routes.open(GET, "/:tenantGuid/discovery/v2.0/keys", OauthRoutes::keys);
    routes.open(
        POST,
        "/:tenantGuid/oauth2/v2.0/token",
        ctx -> token(ctx, Optional.of(ctx.pathParam("tenantGuid"))));
  }

  /** What a client is granted. */
  record TokenJson(String token_type, long expires_in, long ext_expires_in, String access_token) {
    static TokenJson of(Grant grant) {
      long seconds = grant.life().toSeconds();
      return new TokenJson("Bearer", seconds, seconds, grant.accessToken());
    }
  }

  /** The access tokens mean nothing to their bearers, so there is no key to check them with. */
  record KeysJson(List<Object> keys) {}

  private static void keys(RoutingContext ctx) {
    Answer.ok(ctx, new KeysJson(List.of()));
  }

  private void adfs(RoutingContext ctx) {
    var adfs = address.origin(ctx.request()) + "/adfs";
    Answer.ok(ctx, OpenIdJson.of(adfs, adfs + "/oauth2", adfs + "/discovery/keys"));
  }

  /** Says the same of every GUID: who has none learns nothing here. */
  private void ofTenant(RoutingContext ctx) {
    var guid = Query.parseUuid(ctx.pathParam("tenantGuid")).orElseThrow(Refusal.NotFound::new);
    var tenant = address.origin(ctx.request()) + "/" + guid;
    Answer.ok(
        ctx,
        OpenIdJson.of(tenant + "/v2.0", tenant + "/oauth2/v2.0", tenant + "/discovery/v2.0/keys"));
  }

  private void token(RoutingContext ctx, Optional<String> tenant) {
    if (!field(ctx, "grant_type").equals("client_credentials")) {
      refuseGrantType(ctx);
      return;
    }
    var sent = new Credentials(field(ctx, "client_id"), field(ctx, "client_secret"), tenant);
    principals
        .grant(ctx, sent)
        .onSuccess(grant -> Answer.ok(ctx, TokenJson.of(grant)))
        .onFailure(ctx::fail);
  }

  private static String field(RoutingContext ctx, String name) {
    var value = ctx.request().getFormAttribute(name);
    if (value == null || value.isBlank() || value.length() > LONGEST) {
      var text =
          new Text(
              "The form lacks " + name + ", or it is too long.", "양식에 " + name + " 값이 없거나 너무 깁니다.");
      throw new Refusal.Invalid(text, List.of(new Complaint(name, text)));
    }
    return value;
  }

  private static void refuseGrantType(RoutingContext ctx) {
    ctx.response()
        .setStatusCode(400)
        .putHeader(HttpHeaders.CONTENT_TYPE, OauthErrors.JSON)
        .end(
            WireJson.text(
                new OauthErrors.ErrorJson(
                    "unsupported_grant_type",
                    "Only client_credentials are taken: the id and the text of an API token.")));
  }
}
