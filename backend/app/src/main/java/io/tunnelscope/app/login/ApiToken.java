package io.tunnelscope.app.login;

import io.tunnelscope.app.identity.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An API token of a tenant, without its secret. */
public record ApiToken(
    UUID id,
    String name,
    Role role,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> lastUsedAt,
    String createdBy) {}
