package io.tunnelscope.app.gateways;

import java.time.Instant;
import java.util.Optional;

/**
 * A subscription on the wire.
 *
 * @param azureSubscriptionId what az and the SDKs call it here, whatever its provider
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
    boolean parked,
    Optional<AzureJson> azure,
    Optional<StorageJson> storage) {

  /**
   * The subscription of Azure behind it.
   *
   * @param authority of a custom cloud alone, as is the resource manager
   * @param secretSetAt absent when there is no secret; the secret itself is told to nobody
   */
  record AzureJson(
      String cloud,
      Optional<String> authority,
      Optional<String> resourceManager,
      String subscription,
      String directory,
      String clientId,
      Optional<Instant> secretSetAt) {
    static AzureJson of(StoredAccount account) {
      var cloud = Cloud.of(account.endpoints());
      var custom = Optional.of(account.endpoints()).filter(_ -> cloud == Cloud.CUSTOM);
      return new AzureJson(
          cloud.wire(),
          custom.map(each -> each.authority().toString()),
          custom.map(each -> each.resourceManager().toString()),
          account.azureSubscription().toString(),
          account.directory(),
          account.clientId().toString(),
          account.secretSetAt());
    }
  }

  /**
   * Where bundles go too.
   *
   * @param keySetAt absent when no key is stored
   */
  record StorageJson(String accountId, String container, Optional<Instant> keySetAt) {
    static StorageJson of(StoredStorage storage) {
      return new StorageJson(
          storage.account().value(), storage.container().toString(), storage.keySetAt());
    }
  }

  static SubscriptionJson of(SubscriptionState state) {
    var subscription = state.subscription();
    return new SubscriptionJson(
        subscription.id().toString(),
        subscription.name(),
        subscription.provider(),
        subscription.id().toString(),
        state.queued(),
        state.running(),
        state.parked(),
        state.account().map(AzureJson::of),
        state.storage().map(StorageJson::of));
  }
}
