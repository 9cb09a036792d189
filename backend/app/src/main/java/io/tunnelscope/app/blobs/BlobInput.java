package io.tunnelscope.app.blobs;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.options.BlobDownloadContentOptions;
import java.io.InputStream;
import java.time.Duration;

/**
 * One version of a blob, fetched in pieces. Between two pieces nothing is held open, so a reader
 * may take its time.
 */
final class BlobInput extends InputStream {
  private static final byte[] NOTHING = {};

  private final BlobClient blob;
  private final long size;
  private final String etag;
  private final Duration patience;
  private byte[] piece = NOTHING;
  private int taken;
  private long fetched;

  BlobInput(BlobClient blob, long size, String etag, Duration patience) {
    this.blob = blob;
    this.size = size;
    this.etag = etag;
    this.patience = patience;
  }

  long size() {
    return size;
  }

  /** The next piece as it is; empty at the end. Not to be mixed with the other ways to read. */
  byte[] piece(TimeLimit limit) throws BlobFailed {
    long length = Math.min(BlobContainer.PIECE, size - fetched);
    if (length == 0) {
      return NOTHING;
    }
    var options =
        new BlobDownloadContentOptions()
            .setRange(new BlobRange(fetched, length))
            .setRequestConditions(new BlobRequestConditions().setIfMatch(etag))
            .setDownloadRetryOptions(new DownloadRetryOptions().setMaxRetryRequests(1));
    var got =
        BlobCall.within(
            limit,
            left ->
                blob.downloadContentWithResponse(options, left, Context.NONE).getValue().toBytes());
    if (got.length != length) {
      throw new BlobFailed(new BlobFailure.Unreachable()); // the wire broke, unnoticed so far
    }
    fetched += length;
    return got;
  }

  @Override
  public int read() throws BlobFailed {
    return fill() ? piece[taken++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws BlobFailed {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int given = Math.min(length, piece.length - taken);
    System.arraycopy(piece, taken, into, from, given);
    taken += given;
    return given;
  }

  private boolean fill() throws BlobFailed {
    if (taken == piece.length) {
      piece = NOTHING; // not two pieces at once
      piece = piece(TimeLimit.of(patience));
      taken = 0;
    }
    return piece.length > 0;
  }

  @Override
  public void close() {
    piece = NOTHING;
    taken = 0;
    fetched = size;
  }
}
