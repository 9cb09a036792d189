package io.tunnelscope.app.tenants;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;

/** That a person belongs to a tenant, and as what. */
public record Membership(TenantId tenant, String slug, String tenantName, Role role) {
  public Membership {
    requireNonNull(tenant);
    requireNonNull(slug);
    requireNonNull(tenantName);
    requireNonNull(role);
  }
}
