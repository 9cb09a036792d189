package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;

/**
 * A log of so many bytes that hardly lets itself be compressed: one line of a gateway, then lines
 * of random letters and signs. The same each time.
 */
public final class Noise extends InputStream {
  private static final byte[] FIRST =
      "Remote 198.51.100.20:500: Local 203.0.113.10:500: [SEND][SA_INIT] Sending request 1 of the test\n"
          .getBytes(US_ASCII);
  private static final int LINE = 200;
  private static final int LETTERS = '~' - '!' + 1;

  private final long length;
  private long given;
  private long state = 0x9E3779B97F4A7C15L;

  public Noise(long length) {
    this.length = length;
  }

  @Override
  public int read() {
    if (given == length) {
      return -1;
    }
    long at = given++;
    if (at < FIRST.length) {
      return FIRST[(int) at];
    }
    return at % LINE == 0 ? '\n' : '!' + letter();
  }

  @Override
  public int read(byte[] into, int from, int count) {
    if (given == length) {
      return -1;
    }
    int most = (int) Math.min(count, length - given);
    for (int i = 0; i < most; i++) {
      into[from + i] = (byte) read();
    }
    return most;
  }

  /** By the generator of Marsaglia, "Xorshift RNGs", 2003. */
  private int letter() {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return (int) ((state >>> 33) % LETTERS);
  }
}
