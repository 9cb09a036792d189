package io.tunnelscope.app.runs;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;

/**
 * The right to work on a run. It is lost when the fence of its lane has moved on; whatever is
 * written with a lost lease is refused.
 */
public record Lease(TenantId tenant, SubscriptionId subscription, RunId run, long fence) {
  public Lease {
    requireNonNull(tenant);
    requireNonNull(subscription);
    requireNonNull(run);
  }
}
