package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.uploaded.UploadedLogs;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.NoSuchFileException;
import java.util.UUID;

/** Gives stored uploads back to the provider that reads them. */
public final class StoredUploads implements UploadedLogs {
  private final Vertx vertx;
  private final BundleStore store;
  private final BundleRecordStore records;

  public StoredUploads(Vertx vertx, BundleStore store, BundleRecordStore records) {
    this.vertx = vertx;
    this.store = store;
    this.records = records;
  }

  @Override
  public <T> Future<T> read(UUID tenant, UUID run, Reader<T> reader) {
    return records
        .of(new TenantId(tenant), new RunId(run))
        .compose(
            bundle ->
                bundle
                    .map(found -> lent(new TenantId(tenant), found))
                    .orElseGet(() -> Future.failedFuture(new NoSuchFileException("no upload"))))
        .compose(
            zip ->
                vertx
                    .executeBlocking(() -> reader.read(ZippedLogs.sources(zip.path())), false)
                    .onComplete(_ -> zip.close()));
  }

  /** A store that does not answer is no outage of the database: such tries are counted. */
  private Future<LentZip> lent(TenantId tenant, StoredBundle bundle) {
    return store
        .lend(tenant, bundle)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof Refusal.Unavailable
                        ? new CollectFailed(new CollectFailure.Unreachable())
                        : failure));
  }
}
