package io.tunnelscope.app.gateways;

/**
 * A subscription and what goes on in its lane.
 *
 * @param queued runs that wait
 * @param running 0 or 1
 * @param parked the lane is stopped until somebody looks at it
 */
public record SubscriptionState(
    Subscription subscription, int queued, int running, boolean parked) {}
