package io.tunnelscope.app.bundles;

import io.tunnelscope.app.blobs.BlobContainer;
import io.tunnelscope.app.blobs.BlobFailed;
import io.tunnelscope.app.blobs.BlobFailure;
import io.tunnelscope.app.identity.TenantId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Zips as blobs of a container. Those that are read in the middle are fetched first, and checked.
 */
final class BundleContainer implements BundleShelf {
  private static final Duration WHOLE = Duration.ofMinutes(5);
  private static final Duration PIECE = Duration.ofMinutes(1);

  /** Removed between two listings. */
  private static final int AT_ONCE = 1_000;

  private final BlobContainer container;
  private final FetchedZips fetched;

  BundleContainer(BlobContainer container, Spool spool) {
    this.container = container;
    this.fetched = new FetchedZips(spool);
  }

  @Override
  public void put(String key, Path whole) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(whole))) {
      container.put(key, in, WHOLE);
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    try {
      return container.open(key, PIECE);
    } catch (BlobFailed failed) {
      throw missing(failed, key);
    }
  }

  @Override
  public LentZip lend(StoredBundle bundle) throws IOException {
    return fetched.lend(bundle, file -> fetch(bundle, file));
  }

  private void fetch(StoredBundle bundle, Path file) throws IOException {
    try (var in = new WholeBundle(open(bundle.storeKey()), bundle);
        var out = Channels.newOutputStream(Spool.newChannel(file))) {
      in.transferTo(out);
    }
  }

  @Override
  public void remove(String key) throws IOException {
    container.remove(key, PIECE);
  }

  @Override
  public void removeAll(TenantId tenant) throws IOException {
    boolean complete = false;
    while (!complete) {
      var listing = container.list(tenant + "/", Instant.EPOCH, AT_ONCE, WHOLE);
      for (var blob : listing.blobs()) {
        container.remove(blob.name(), PIECE);
      }
      // A list without an end and without a blob would be asked for for ever.
      complete = listing.complete() || listing.blobs().isEmpty();
    }
  }

  private static IOException missing(BlobFailed failed, String key) {
    return failed.failure() instanceof BlobFailure.NoSuchBlob
        ? new NoSuchFileException(key)
        : failed;
  }
}
