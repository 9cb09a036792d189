package io.tunnelscope.app.blobs;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One container. Every method blocks, for no longer than the time it is given, and fails with
 * {@link BlobFailed}; whoever has no thread to wait on goes through {@link Blobs#run}. Whole blobs
 * are never held: a read needs {@value #PIECE} bytes, a write {@value #BLOCK}. Any thread but an
 * event loop's.
 */
public final class BlobContainer {
  /** Of a write, of which few go on at once. */
  static final int BLOCK = 4 << 20;

  /** Of a read, of which there may be many with slow readers. */
  static final int PIECE = 1 << 20;

  /** Azure takes no more blocks for one blob. */
  private static final int MOST_BLOCKS = 50_000;

  private static final int PAGE = 1_000;

  /** A container of strangers may hold more than anybody wants to read. */
  private static final int MOST_PAGES = 200;

  private static final byte[] PROBE = {'o', 'k'};

  private final BlobContainerClient client;

  BlobContainer(BlobContainerClient client) {
    this.client = client;
  }

  /**
   * Blobs whose names begin with that text and that were written at that time or later.
   *
   * @param since by the clock of the storage account, which counts in seconds
   * @param most of them
   */
  public BlobListing list(String prefix, Instant since, int most, Duration within)
      throws BlobFailed {
    var limit = TimeLimit.of(within);
    var found = new ArrayList<Blob>();
    String next = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      var read = page(prefix, next, limit);
      for (var item : read.getValue()) {
        var blob = blob(item);
        if (blob.lastModified().isBefore(since)) {
          continue;
        }
        if (found.size() == most) {
          return new BlobListing(found, false);
        }
        found.add(blob);
      }
      next = read.getContinuationToken();
      if (next == null || next.isEmpty()) {
        return new BlobListing(found, true);
      }
    }
    return new BlobListing(found, false);
  }

  private PagedResponse<BlobItem> page(String prefix, String from, TimeLimit limit)
      throws BlobFailed {
    var options = new ListBlobsOptions().setPrefix(prefix).setMaxResultsPerPage(PAGE);
    return BlobCall.within(
        limit,
        left -> client.listBlobs(options, from, left).iterableByPage(PAGE).iterator().next());
  }

  private static Blob blob(BlobItem item) {
    var properties = item.getProperties();
    return new Blob(
        item.getName(),
        properties.getContentLength(),
        properties.getETag(),
        properties.getLastModified().toInstant());
  }

  /**
   * The bytes of a blob, fetched piece by piece as they are read. It is one version of the blob: if
   * it is written anew meanwhile, reading fails. Reading fails with {@link BlobFailed} too.
   *
   * @param piece the longest that one read may block
   */
  public InputStream open(String name, Duration piece) throws BlobFailed {
    var blob = client.getBlobClient(name);
    var properties =
        BlobCall.within(
            TimeLimit.of(piece),
            left -> blob.getPropertiesWithResponse(null, left, Context.NONE).getValue());
    return new BlobInput(blob, properties.getBlobSize(), properties.getETag(), piece);
  }

  /**
   * Copies a blob.
   *
   * @param most bytes that are taken; a larger blob fails with {@link BlobFailure.TooLarge} before
   *     the first one
   * @return its size
   * @throws IOException as {@code out} throws it
   */
  public long read(String name, OutputStream out, long most, Duration within) throws IOException {
    var limit = TimeLimit.of(within);
    try (var in = (BlobInput) open(name, within)) {
      if (in.size() > most) {
        throw new BlobFailed(new BlobFailure.TooLarge(most));
      }
      for (var piece = in.piece(limit); piece.length > 0; piece = in.piece(limit)) {
        out.write(piece);
      }
      return in.size();
    }
  }

  /**
   * Writes a blob, in the place of the one that may have that name. It is there as a whole or not
   * at all: what came before a failure is forgotten by the account after a week.
   *
   * @throws IOException as {@code in} throws it
   */
  public void put(String name, InputStream in, Duration within) throws IOException {
    var limit = TimeLimit.of(within);
    var blob = client.getBlobClient(name);
    var blocks = new ArrayList<String>();
    for (var block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
      if (blocks.size() == MOST_BLOCKS) {
        throw new BlobFailed(new BlobFailure.TooLarge((long) MOST_BLOCKS * BLOCK));
      }
      blocks.add(stage(blob, blocks.size(), block, limit));
    }
    commit(blob, blocks, limit);
  }

  private static String stage(BlobClient blob, int number, byte[] block, TimeLimit limit)
      throws BlobFailed {
    var id = Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(number).array());
    var options = new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(block));
    BlobCall.within(
        limit,
        left -> blob.getBlockBlobClient().stageBlockWithResponse(options, left, Context.NONE));
    return id;
  }

  private static void commit(BlobClient blob, List<String> blocks, TimeLimit limit)
      throws BlobFailed {
    var options = new BlockBlobCommitBlockListOptions(blocks);
    BlobCall.within(
        limit,
        left -> blob.getBlockBlobClient().commitBlockListWithResponse(options, left, Context.NONE));
  }

  /** Removes a blob; nothing happens when there is none of that name. */
  public void remove(String name, Duration within) throws BlobFailed {
    try {
      BlobCall.within(
          TimeLimit.of(within),
          left ->
              client
                  .getBlobClient(name)
                  .deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, left, Context.NONE));
    } catch (BlobFailed failed) {
      if (!(failed.failure() instanceof BlobFailure.NoSuchBlob)) {
        throw failed;
      }
    }
  }

  /**
   * Tries everything that this class can do, with a blob of two bytes that is gone afterwards.
   *
   * @param name of that blob; nobody else uses it
   */
  public ContainerState check(String name, Duration within) {
    var limit = TimeLimit.of(within);
    try {
      put(name, new ByteArrayInputStream(PROBE), limit.left());
      list(name, Instant.EPOCH, 1, limit.left());
      read(name, OutputStream.nullOutputStream(), PROBE.length, limit.left());
      remove(name, limit.left());
      return ContainerState.USABLE;
    } catch (BlobFailed failed) {
      return ContainerState.of(failed.failure());
    } catch (IOException e) {
      throw new IllegalStateException("neither stream of a check fails", e);
    }
  }
}
