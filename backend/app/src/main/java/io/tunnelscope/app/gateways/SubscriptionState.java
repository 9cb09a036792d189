package io.tunnelscope.app.gateways;

import java.util.Optional;

/**
 * A subscription and what goes on in its lane.
 *
 * @param queued runs that wait
 * @param running 0 or 1
 * @param parked it waits because the tenant has as many lanes in work as it may
 * @param account of subscriptions of Azure alone
 * @param storage where bundles of its runs are put besides our own store
 */
public record SubscriptionState(
    Subscription subscription,
    int queued,
    int running,
    boolean parked,
    Optional<StoredAccount> account,
    Optional<StoredStorage> storage) {

  /** One that was just made. */
  static SubscriptionState idle(Subscription subscription, Optional<StoredAccount> account) {
    return new SubscriptionState(subscription, 0, 0, false, account, Optional.empty());
  }
}
