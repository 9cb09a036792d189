package io.tunnelscope.app.gateways;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Support;
import io.tunnelscope.core.network.Target;

/**
 * A gateway or connection that a tenant has told us of.
 *
 * @param provider of its subscription, see {@link Subscription#provider()}
 * @param location the region, blank when unknown
 */
public record KnownTarget(
    Target target,
    SubscriptionId subscription,
    String subscriptionName,
    String provider,
    String location) {

  public KnownTarget {
    requireNonNull(target, "target");
    requireNonNull(subscription, "subscription");
    requireNonNull(subscriptionName, "subscriptionName");
    requireNonNull(provider, "provider");
    requireNonNull(location, "location");
  }

  public ArmId id() {
    return target.id();
  }

  /** {@code gateway} or {@code gateway/connection}. */
  public String name() {
    return target.name();
  }

  public String gatewayName() {
    return gateway().name();
  }

  /** The gateway it is, or belongs to. */
  public Gateway gateway() {
    return switch (target) {
      case Gateway gateway -> gateway;
      case Connection connection -> connection.gateway();
    };
  }

  /** {@code gateway} or {@code connection}, as on the wire and in the table of runs. */
  public String kind() {
    return switch (target) {
      case Gateway _ -> "gateway";
      case Connection _ -> "connection";
    };
  }

  public Support support() {
    return Support.of(target);
  }
}
