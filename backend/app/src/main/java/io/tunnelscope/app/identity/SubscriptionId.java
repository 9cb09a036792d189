package io.tunnelscope.app.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** A subscription: the unit in which at most one run is open; also the Azure subscription id. */
public record SubscriptionId(UUID value) {
  public SubscriptionId {
    requireNonNull(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
