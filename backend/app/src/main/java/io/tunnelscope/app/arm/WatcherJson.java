package io.tunnelscope.app.arm;

import io.tunnelscope.app.identity.SubscriptionId;
import java.util.List;

/** The network watcher of a region. */
record WatcherJson(
    String id, String name, String type, String location, String etag, Properties properties) {
  record Properties(String provisioningState, List<String> runningOperationIds) {}

  static WatcherJson of(SubscriptionId subscription, Region region) {
    return of(subscription, "NetworkWatcherRG", region);
  }

  static WatcherJson of(SubscriptionId subscription, String resourceGroup, Region region) {
    var id =
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/networkWatchers/%s"
            .formatted(subscription, resourceGroup, region.watcher());
    return new WatcherJson(
        id,
        region.watcher(),
        "Microsoft.Network/networkWatchers",
        region.name(),
        "W/\"" + subscription + "\"",
        new Properties("Succeeded", List.of()));
  }
}
