package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.BundleWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the bundles of runs. The bytes lie in a folder, apart from the database; what is known of
 * them is in {@link BundleRecordStore}. A bundle is stored first and written down afterwards, so a
 * record always has its bytes. Any thread; works on threads of its own.
 */
public final class BundleStore {
  private static final int THREADS = 4;
  private static final long LONGEST_MINUTES = 2;

  private final BundleFolder folder;
  private final WorkerExecutor workers;

  private BundleStore(BundleFolder folder, WorkerExecutor workers) {
    this.folder = folder;
    this.workers = workers;
  }

  /**
   * Opens the store and removes what a crash left half-received. Blocks; called at start.
   *
   * @throws IOException when the folder cannot be made or written
   */
  public static BundleStore open(Vertx vertx, Path folder, Uuid7 ids) throws IOException {
    return new BundleStore(
        BundleFolder.open(folder, ids),
        vertx.createSharedWorkerExecutor("bundles", THREADS, LONGEST_MINUTES, TimeUnit.MINUTES));
  }

  /** A bundle that a run has written, and the files in it. */
  public record Written(StoredBundle bundle, List<LogFileRow> files) {}

  /** Stores a copy of a zip; the caller keeps the file it gave. */
  public Future<StoredBundle> save(TenantId tenant, RunId run, String origin, Path zip) {
    return blocking(() -> folder.write(tenant, run, origin, out -> Files.copy(zip, out)));
  }

  /** Stores what a run has to leave, as a zip. */
  public Future<Written> saveLogs(TenantId tenant, RunId run, List<BundleFile> logs) {
    return blocking(
        () ->
            new Written(
                folder.write(tenant, run, StoredBundle.WRITTEN, out -> BundleWriter.zip(logs, out)),
                logs.stream()
                    .map(log -> new LogFileRow(log.name(), log.bytes().length, log.lines()))
                    .toList()));
  }

  /** Takes a bundle away that was not written down in the end. */
  public Future<Void> remove(TenantId tenant, StoredBundle bundle) {
    return blocking(
        () -> {
          folder.remove(tenant, bundle.storeKey());
          return null;
        });
  }

  BundleFolder folder() {
    return folder;
  }

  /** Runs blocking work on the threads of the store. */
  <T> Future<T> blocking(Callable<T> work) {
    return workers.executeBlocking(work, false);
  }

  /** Stops the threads and gives the temporary folder back; running work is let go. */
  public Future<Void> close() {
    return workers
        .executeBlocking(
            () -> {
              folder.spool().close();
              return null;
            },
            false)
        .transform(_ -> workers.close());
  }
}
