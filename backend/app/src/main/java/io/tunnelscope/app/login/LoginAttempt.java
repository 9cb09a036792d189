package io.tunnelscope.app.login;

import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A sign-in that has left for a provider.
 *
 * @param browserHash of what the cookie of the browser that began it holds
 * @param provider the tenant whose own provider is asked; empty for the installation's
 * @param wanted the tenant that the person wants to see
 * @param redirectUri where the provider sends back to
 */
record LoginAttempt(
    Buffer browserHash,
    String nonce,
    String verifier,
    Optional<TenantId> provider,
    Optional<TenantId> wanted,
    String redirectUri,
    ReturnPath returnPath,
    Instant expiresAt) {

  /** Without what makes the provider's answer worth something. */
  @Override
  public String toString() {
    return "LoginAttempt[provider=" + provider + ", wanted=" + wanted + "]";
  }
}
