package io.tunnelscope.app.gateways;

/**
 * A subscription on the wire.
 *
 * @param azureSubscriptionId what az and the SDKs call it
 * @param queued runs that wait in its lane
 * @param running 0 or 1
 */
record SubscriptionJson(
    String id,
    String name,
    String provider,
    String azureSubscriptionId,
    int queued,
    int running,
    boolean parked) {

  static SubscriptionJson of(SubscriptionState state) {
    var subscription = state.subscription();
    return new SubscriptionJson(
        subscription.id().toString(),
        subscription.name(),
        subscription.provider(),
        subscription.id().toString(),
        state.queued(),
        state.running(),
        state.parked());
  }
}
