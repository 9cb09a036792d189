package io.tunnelscope.app.bundles;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells how many bytes go by. */
final class CountedOutput extends FilterOutputStream {
  private final Count count;
  private long bytes;

  /** May refuse the bytes by throwing. */
  @FunctionalInterface
  interface Count {
    void more(long bytes) throws IOException;
  }

  CountedOutput(OutputStream out, Count count) {
    super(out);
    this.count = count;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void write(int single) throws IOException {
    take(1);
    out.write(single);
  }

  @Override
  public void write(byte[] many, int from, int length) throws IOException {
    take(length);
    out.write(many, from, length);
  }

  private void take(int length) throws IOException {
    bytes += length;
    count.more(length);
  }
}
