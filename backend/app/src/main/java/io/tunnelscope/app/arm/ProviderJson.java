package io.tunnelscope.app.arm;

import io.tunnelscope.app.identity.SubscriptionId;
import java.util.List;
import java.util.stream.Stream;

/** What Azure's network provider offers in a subscription; clients choose an api-version by it. */
record ProviderJson(
    String id,
    String namespace,
    String registrationPolicy,
    String registrationState,
    List<TypeJson> resourceTypes) {
  record TypeJson(String resourceType, List<String> locations, List<String> apiVersions) {}

  static ProviderJson of(SubscriptionId subscription, List<Region> regions) {
    var locations = regions.stream().map(Region::name).toList();
    return new ProviderJson(
        "/subscriptions/" + subscription + "/providers/Microsoft.Network",
        "Microsoft.Network",
        "RegistrationRequired",
        "Registered",
        Stream.of("virtualNetworkGateways", "connections", "networkWatchers")
            .map(type -> new TypeJson(type, locations, ApiVersion.OFFERED))
            .toList());
  }
}
