package io.tunnelscope.app.bundles;

import io.tunnelscope.app.blobs.BlobAddress;
import io.tunnelscope.app.blobs.BlobFailed;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.blobs.ContainerState;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.LogStore;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.BundleWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the bundles of runs. The bytes lie in a folder or in a blob container, apart from the
 * database; what is known of them is in {@link BundleRecordStore}. A bundle is stored first and
 * written down afterwards, so a record always has its bytes. Any thread; works on threads of its
 * own. Futures fail with {@link Refusal.Unavailable} while a container cannot be reached.
 */
public final class BundleStore {
  private static final Logger LOG = LoggerFactory.getLogger(BundleStore.class);
  private static final int THREADS = 8;
  private static final long LONGEST_MINUTES = 6;
  private static final Duration CHECK = Duration.ofSeconds(15);

  private final BundleShelf shelf;
  private final Spool spool;
  private final Uuid7 ids;
  private final WorkerExecutor workers;

  private BundleStore(Vertx vertx, BundleShelf shelf, Spool spool, Uuid7 ids) {
    this.shelf = shelf;
    this.spool = spool;
    this.ids = ids;
    this.workers =
        vertx.createSharedWorkerExecutor("bundles", THREADS, LONGEST_MINUTES, TimeUnit.MINUTES);
  }

  /**
   * Opens the store that the settings name. Blocks, for less than half a minute; called at start.
   *
   * @throws LogStoreUnusable when it cannot be used for all that a store is there for
   */
  public static BundleStore open(Vertx vertx, Blobs blobs, LogStore place, Uuid7 ids) {
    try {
      return switch (place) {
        case LogStore.Folder(var folder) -> open(vertx, folder, ids);
        case LogStore.AzureBlob(var container, var key) ->
            open(vertx, blobs, BlobAddress.withKey(container, key), ids);
        case LogStore.SignedAzureBlob(var container, var signature) ->
            open(vertx, blobs, BlobAddress.withSignature(container, signature), ids);
      };
    } catch (IOException _) {
      throw place instanceof LogStore.Folder ? LogStoreUnusable.folder() : LogStoreUnusable.spool();
    } catch (IllegalArgumentException _) {
      throw LogStoreUnusable.setting(); // no address of a container
    }
  }

  /**
   * Opens a folder and removes what a crash left half-received. Blocks; called at start.
   *
   * @throws IOException when the folder cannot be made or written
   */
  public static BundleStore open(Vertx vertx, Path folder, Uuid7 ids) throws IOException {
    var root = Spool.privateFolder(folder.toAbsolutePath().normalize());
    return new BundleStore(
        vertx, new BundleFolder(root), Spool.open(root.resolve("incoming"), ids), ids);
  }

  private static BundleStore open(Vertx vertx, Blobs blobs, BlobAddress address, Uuid7 ids)
      throws IOException {
    var container = blobs.open(address);
    var state = container.check("check/" + ids.next(), CHECK);
    if (state != ContainerState.USABLE) {
      throw LogStoreUnusable.container(state);
    }
    var spool = Spool.open(Spool.ofUser(), ids);
    return new BundleStore(vertx, new BundleContainer(container, spool), spool, ids);
  }

  BundleShelf shelf() {
    return shelf;
  }

  /** Gives the bytes of a bundle. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A bundle that a run has written, and the files in it. */
  public record Written(StoredBundle bundle, List<LogFileRow> files) {}

  /** Stores a copy of a zip; the caller keeps the file it gave. */
  public Future<StoredBundle> save(TenantId tenant, RunId run, String origin, Path zip) {
    return blocking(() -> write(tenant, run, origin, out -> Files.copy(zip, out)));
  }

  /**
   * Stores what a run has to leave, as a zip. Fails with an {@link IOException}, a {@link
   * BlobFailed} where a container says why, when the store does not take it.
   */
  public Future<Written> saveLogs(TenantId tenant, RunId run, List<BundleFile> logs) {
    return workers.executeBlocking(
        () ->
            new Written(
                write(tenant, run, StoredBundle.WRITTEN, out -> BundleWriter.zip(logs, out)),
                logs.stream()
                    .map(log -> new LogFileRow(log.name(), log.bytes().length, log.lines()))
                    .toList()),
        false);
  }

  private StoredBundle write(TenantId tenant, RunId run, String origin, Content content)
      throws IOException {
    var key = BundleKey.of(tenant, run, origin, ids);
    var whole = spool.newFile();
    try {
      var sha256 = writeDown(whole, content);
      var bytes = Files.size(whole);
      shelf.put(key, whole);
      return new StoredBundle(origin, key, bytes, sha256);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static String writeDown(Path file, Content content) throws IOException {
    var digest = Sha256.digest();
    try (var channel = Spool.newChannel(file)) {
      var out =
          new BufferedOutputStream(
              new DigestOutputStream(Channels.newOutputStream(channel), digest), 1 << 16);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Takes a bundle away that was not written down in the end. */
  public Future<Void> remove(TenantId tenant, StoredBundle bundle) {
    return blocking(
        () -> {
          shelf.remove(BundleKey.check(tenant, bundle.storeKey()));
          return null;
        });
  }

  /**
   * The zip from its first byte to its last; reading it to the end fails when it is not what was
   * stored. Reading blocks.
   */
  Future<InputStream> open(TenantId tenant, StoredBundle bundle) {
    return blocking(
        () -> new WholeBundle(shelf.open(BundleKey.check(tenant, bundle.storeKey())), bundle));
  }

  Future<Void> close(InputStream in) {
    return blocking(
        () -> {
          in.close();
          return null;
        });
  }

  /** The zip as a file of this machine, which the caller gives back. */
  Future<LentZip> lend(TenantId tenant, StoredBundle bundle) {
    return blocking(
        () -> {
          BundleKey.check(tenant, bundle.storeKey());
          return shelf.lend(bundle);
        });
  }

  /** A new empty folder that only this process may read; the caller removes it. */
  Future<Path> newFolder() {
    return blocking(spool::newFolder);
  }

  /** Runs blocking work on the threads of the store. */
  <T> Future<T> blocking(Callable<T> work) {
    return workers.executeBlocking(work, false).recover(BundleStore::inWords);
  }

  private static <T> Future<T> inWords(Throwable failure) {
    if (failure instanceof BlobFailed failed) {
      LOG.atWarn().addKeyValue("failure", failed.failure().reason()).log("log store failed");
      return Future.failedFuture(
          new Refusal.Unavailable(
              new Text(
                  "The store of log files does not answer at this moment: try again soon.",
                  "로그 저장소가 지금 응답하지 않습니다. 잠시 후 다시 시도해 주십시오.")));
    }
    return Future.failedFuture(failure);
  }

  /** Stops the threads and gives the temporary folder back; running work is let go. */
  public Future<Void> close() {
    return workers
        .executeBlocking(
            () -> {
              spool.close();
              return null;
            },
            false)
        .transform(_ -> workers.close());
  }
}
