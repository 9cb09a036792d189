package io.tunnelscope.app.gateways;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.SubscriptionId;

/**
 * A unit in which one run goes on at a time; its id serves as the Azure subscription id too.
 *
 * @param provider where its evidence comes from: {@code azure}, {@code strongswan}, {@code
 *     simulated} or {@code uploaded}
 */
public record Subscription(SubscriptionId id, String name, String provider) {

  /** The subscription that takes what people upload; each tenant has at most one. */
  public static final String UPLOADS = "uploads";

  /** The provider of what people upload. */
  public static final String UPLOADED = "uploaded";

  /** The provider of gateways in Azure. */
  public static final String AZURE = "azure";

  /** The provider of gateways that are asked over VICI. */
  public static final String STRONGSWAN = "strongswan";

  public Subscription {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(provider, "provider");
  }
}
