package io.tunnelscope.app.identity;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.UUID;

/**
 * Who asks, for which tenant, as what. Made once per request from a session or a token; the path
 * alone names the tenant, membership decides.
 *
 * @param kind whether a person's session, an API token or the product itself acts
 * @param id of the person or the token; the nil UUID for the product itself
 * @param name shown in the history and the audit
 * @param scopes what of the role's permissions may be used here: all of them, or fewer by a token
 */
public record Principal(
    TenantId tenant, Kind kind, UUID id, String name, Role role, Set<Permission> scopes) {
  public enum Kind {
    PERSON,
    TOKEN,
    SYSTEM
  }

  private static final UUID NIL = new UUID(0, 0);

  public Principal {
    requireNonNull(tenant);
    requireNonNull(kind);
    requireNonNull(id);
    requireNonNull(name);
    requireNonNull(role);
    scopes = Set.copyOf(scopes);
  }

  /** With all that the role may. */
  public Principal(TenantId tenant, Kind kind, UUID id, String name, Role role) {
    this(tenant, kind, id, name, role, role.permissions());
  }

  /** The product itself, for work that nobody asked for, like ending an expired lease. */
  public static Principal system(TenantId tenant) {
    return new Principal(tenant, Kind.SYSTEM, NIL, "tunnelscope", Role.ADMIN);
  }

  public boolean may(Permission permission) {
    return role.may(permission) && scopes.contains(permission);
  }
}
