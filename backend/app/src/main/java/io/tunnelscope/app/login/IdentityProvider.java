package io.tunnelscope.app.login;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.settings.OidcSettings;
import io.tunnelscope.app.settings.Secret;
import java.util.Optional;

/**
 * Whom we believe about who somebody is.
 *
 * @param owner the tenant that alone uses it; empty for the provider of the installation
 * @param issuer letter by letter as its ID tokens name it
 * @param clientSecret empty for a public client
 * @param scopes separated by blanks
 * @param roleClaim the claim whose values are mapped to roles
 */
record IdentityProvider(
    Optional<Owner> owner,
    String issuer,
    String clientId,
    Optional<Secret> clientSecret,
    String scopes,
    String roleClaim) {
  /** A tenant, and its name in addresses. */
  record Owner(TenantId tenant, String slug) {
    String callbackPath() {
      return "/callback/" + slug;
    }
  }

  IdentityProvider {
    requireNonNull(owner);
    requireNonNull(issuer);
    requireNonNull(clientId);
    requireNonNull(clientSecret);
    requireNonNull(scopes);
    requireNonNull(roleClaim);
  }

  static IdentityProvider of(OidcSettings settings) {
    return new IdentityProvider(
        Optional.empty(),
        settings.issuer().toString(),
        settings.clientId(),
        settings.clientSecret(),
        settings.scopes(),
        settings.roleClaim());
  }

  /** As the client that knows that secret. */
  IdentityProvider with(Secret secret) {
    return new IdentityProvider(owner, issuer, clientId, Optional.of(secret), scopes, roleClaim);
  }

  Optional<TenantId> tenant() {
    return owner.map(Owner::tenant);
  }

  /**
   * Where it sends people back to. Each provider has a path of its own: an answer that one provider
   * gave is never taken for another's (RFC 9700, section 4.4.2).
   */
  String callbackPath() {
    return owner.map(Owner::callbackPath).orElse("/callback");
  }
}
