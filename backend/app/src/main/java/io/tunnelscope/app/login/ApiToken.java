package io.tunnelscope.app.login;

import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An API token of a tenant, without its secret.
 *
 * @param scopes what of its role's permissions it may use
 */
public record ApiToken(
    UUID id,
    String name,
    Role role,
    Set<Permission> scopes,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> lastUsedAt,
    String createdBy) {
  public ApiToken {
    scopes = Set.copyOf(scopes);
  }
}
