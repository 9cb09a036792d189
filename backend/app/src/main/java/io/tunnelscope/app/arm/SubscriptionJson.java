package io.tunnelscope.app.arm;

import io.tunnelscope.app.gateways.Subscription;
import io.tunnelscope.app.identity.TenantId;

/** A subscription as Azure lists it. */
record SubscriptionJson(
    String id, String subscriptionId, String tenantId, String displayName, String state) {

  static SubscriptionJson of(TenantId tenant, Subscription subscription) {
    var guid = subscription.id().toString();
    return new SubscriptionJson(
        "/subscriptions/" + guid, guid, tenant.toString(), subscription.name(), "Enabled");
  }
}
