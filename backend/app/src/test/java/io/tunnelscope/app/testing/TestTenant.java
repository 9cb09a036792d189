package io.tunnelscope.app.testing;

import io.tunnelscope.app.identity.TenantId;

/** A tenant of a test. */
public record TestTenant(TenantId id, String slug) {}
