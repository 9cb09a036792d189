package io.tunnelscope.core.bundle;

import io.tunnelscope.core.bundle.UnusableInput.Reason;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an archive: read once, counted, with look-ahead for the inflater's left-overs.
 * Little-endian numbers.
 */
final class ZipInput {

  private final InputStream in;
  private final String archive;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long taken;

  ZipInput(InputStream in, String archive) {
    this.in = in;
    this.archive = archive;
  }

  /** How many bytes were consumed so far. */
  long position() {
    return taken;
  }

  /** Makes at least one byte available; false at the end. */
  boolean fill() throws IOException {
    if (from < to) {
      return true;
    }
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  byte[] buffer() {
    return buffer;
  }

  int offset() {
    return from;
  }

  int available() {
    return to - from;
  }

  void consume(int count) {
    from += count;
    taken += count;
  }

  int u8() throws IOException {
    if (!fill()) {
      throw new UnusableInput(Reason.CORRUPT_ARCHIVE, archive);
    }
    var value = buffer[from] & 0xff;
    consume(1);
    return value;
  }

  int u16() throws IOException {
    return u8() | u8() << 8;
  }

  long u32() throws IOException {
    return u16() | (long) u16() << 16;
  }

  long u64() throws IOException {
    return u32() | u32() << 32;
  }

  byte[] bytes(int count) throws IOException {
    var bytes = new byte[count];
    var got = 0;
    while (got < count) {
      if (!fill()) {
        throw new UnusableInput(Reason.CORRUPT_ARCHIVE, archive);
      }
      var part = Math.min(count - got, available());
      System.arraycopy(buffer, from, bytes, got, part);
      consume(part);
      got += part;
    }
    return bytes;
  }
}
