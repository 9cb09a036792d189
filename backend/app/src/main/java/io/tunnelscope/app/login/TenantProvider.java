package io.tunnelscope.app.login;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.secrets.Sealed;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * The identity provider of a tenant as it is stored.
 *
 * @param provider without its secret
 * @param secret of the client; empty for a public one
 * @param secretSetAt when there is a secret
 */
record TenantProvider(
    IdentityProvider provider, Optional<Sealed> secret, Optional<Instant> secretSetAt) {
  TenantProvider {
    requireNonNull(provider);
    requireNonNull(secret);
    requireNonNull(secretSetAt);
  }

  /** A secret goes to the provider that it was given for and to no other. */
  boolean isSameClientAs(IdentityProvider other) {
    return provider.issuer().equals(other.issuer()) && provider.clientId().equals(other.clientId());
  }

  /** For the audit. */
  static JsonObject toJson(IdentityProvider provider, boolean secret) {
    return new JsonObject()
        .put("issuer", provider.issuer())
        .put("clientId", provider.clientId())
        .put("scopes", provider.scopes())
        .put("roleClaim", provider.roleClaim())
        .put("clientSecret", secret ? "set" : "not set");
  }

  JsonObject toJson() {
    return toJson(provider, secret.isPresent());
  }
}
