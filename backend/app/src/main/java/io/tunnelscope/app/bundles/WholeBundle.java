package io.tunnelscope.app.bundles;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A zip on its way out of the store, compared with what was written down of it. The last bytes are
 * given only when all of them are right, so a reader never has a whole zip that is wrong.
 */
final class WholeBundle extends FilterInputStream {
  private final MessageDigest digest = Sha256.digest();
  private final StoredBundle bundle;
  private long left;

  WholeBundle(InputStream in, StoredBundle bundle) {
    super(in);
    this.bundle = bundle;
    this.left = bundle.bytes();
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count = in.read(into, from, (int) Math.min(length, left));
    if (count < 0) {
      throw new IOException("a stored bundle is shorter than it was");
    }
    digest.update(into, from, count);
    left -= count;
    if (left == 0) {
      compare();
    }
    return count;
  }

  private void compare() throws IOException {
    var found = HexFormat.of().formatHex(digest.digest());
    if (in.read() >= 0 || !found.equals(bundle.sha256())) {
      throw new IOException("a stored bundle is not what it was");
    }
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("what is skipped cannot be compared");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
