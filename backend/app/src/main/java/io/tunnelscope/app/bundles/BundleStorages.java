package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.azure.LogStorage;
import io.vertx.core.Future;
import java.util.Optional;

/** Knows where tenants keep the bundles of their subscriptions. */
@FunctionalInterface
public interface BundleStorages {

  /**
   * The storage that an admin of the tenant has set for the subscription; empty when there is none,
   * or when this node may not open its address: that is looked at here, each time, because what
   * comes back is opened. Each call is a use of the key. Any thread.
   */
  Future<Optional<LogStorage>> find(TenantId tenant, SubscriptionId subscription);
}
