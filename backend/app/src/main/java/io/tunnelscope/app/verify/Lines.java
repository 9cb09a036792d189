package io.tunnelscope.app.verify;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a file, one in memory at a time. */
final class Lines implements Closeable {
  private static final int LONGEST = 1 << 22;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private boolean whole;

  Lines(InputStream in) {
    this.in = in;
  }

  /**
   * The next line without its end; empty when there is none.
   *
   * @throws IOException when it is longer than any of ours
   */
  Optional<byte[]> next() throws IOException {
    var line = new ByteArrayOutputStream(1024);
    whole = false;
    while (at < filled || fill()) {
      int end = at;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, at, end - at);
      whole = end < filled;
      at = whole ? end + 1 : end;
      if (whole) {
        return Optional.of(line.toByteArray());
      }
      if (line.size() > LONGEST) {
        throw new IOException("a line is too long");
      }
    }
    return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
  }

  /** Whether the last line had its end: one without was cut off while it was written. */
  boolean isWhole() {
    return whole;
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
