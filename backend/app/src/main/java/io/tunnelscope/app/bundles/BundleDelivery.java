package io.tunnelscope.app.bundles;

import io.tunnelscope.app.blobs.BlobAddress;
import io.tunnelscope.app.blobs.BlobFailed;
import io.tunnelscope.app.blobs.BlobFailure;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.bundles.Delivery.Why;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.azure.LogStorage;
import io.vertx.core.Future;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts copies of bundles into the storage accounts of tenants. Only the container that an admin has
 * set is ever opened; the path of a caller chooses a folder in it. Any thread.
 */
public final class BundleDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(BundleDelivery.class);
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final BundleStore store;
  private final BundleStorages storages;
  private final Blobs blobs;

  public BundleDelivery(BundleStore store, BundleStorages storages, Blobs blobs) {
    this.store = store;
    this.storages = storages;
    this.blobs = blobs;
  }

  /**
   * What is to be delivered, of whom, and where.
   *
   * @param day names the folder; the same each time the run is tried, so that one blob comes of it
   */
  public record Parcel(
      TenantId tenant, SubscriptionId subscription, RunId run, LocalDate day, StorageWish wish) {}

  /**
   * Puts the bundle where it is wanted, or says why it stays with us. Never fails; the longest it
   * takes is two minutes and what the store needs to answer.
   */
  public Future<Delivery> deliver(Parcel parcel, Optional<StoredBundle> bundle) {
    return storages
        .find(parcel.tenant(), parcel.subscription())
        .compose(storage -> deliver(parcel, bundle, storage))
        .recover(failure -> Future.succeededFuture(kept(parcel, failure)));
  }

  private Future<Delivery> deliver(
      Parcel parcel, Optional<StoredBundle> bundle, Optional<LogStorage> set) {
    if (set.isEmpty()) {
      return kept(Why.NOT_SET);
    }
    var storage = set.get();
    var folder = WantedFolder.of(parcel.wish(), storage);
    if (folder.isEmpty()) {
      return kept(Why.ELSEWHERE);
    }
    if (bundle.isEmpty()) {
      return kept(Why.NO_LOGS);
    }
    if (storage.key().isEmpty()) {
      return kept(Why.NO_KEY);
    }
    var name = folder.get() + parcel.day() + "/" + parcel.run() + ".zip";
    // Whether this node may open the address, the port has looked at just now.
    var address = BlobAddress.withKey(storage.container(), storage.key().get());
    return store
        .open(parcel.tenant(), bundle.get())
        .compose(in -> put(address, name, in))
        .map(_ -> new Delivery.Done(blob(storage, name)));
  }

  private static URI blob(LogStorage storage, String name) {
    var container = storage.container().toString();
    return URI.create(container + (container.endsWith("/") ? "" : "/") + name);
  }

  private Future<Void> put(BlobAddress address, String name, InputStream in) {
    return blobs
        .<Void>run(
            address,
            container -> {
              container.put(name, in, WITHIN);
              return null;
            })
        .eventually(() -> store.close(in));
  }

  private static Future<Delivery> kept(Why why) {
    return Future.succeededFuture(new Delivery.Kept(why));
  }

  private static Delivery kept(Parcel parcel, Throwable failure) {
    var why = failure instanceof BlobFailed failed ? why(failed.failure()) : Why.UNREACHABLE;
    LOG.atWarn()
        .addKeyValue("tenant", parcel.tenant())
        .addKeyValue("run", parcel.run())
        .addKeyValue("why", why)
        .addKeyValue("failure", failure.getClass().getSimpleName())
        .log("bundle not delivered");
    return new Delivery.Kept(why);
  }

  private static Why why(BlobFailure failure) {
    return switch (failure) {
      case BlobFailure.NoSuchContainer _ -> Why.NO_SUCH_CONTAINER;
      case BlobFailure.NotAllowed _ -> Why.NOT_ALLOWED;
      case BlobFailure.NoSuchBlob _,
          BlobFailure.Unreachable _,
          BlobFailure.TooSlow _,
          BlobFailure.Busy _,
          BlobFailure.TooLarge _,
          BlobFailure.Changed _,
          BlobFailure.Refused _ ->
          Why.UNREACHABLE;
    };
  }
}
