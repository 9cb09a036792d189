package io.tunnelscope.core.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a log file, whatever it is encoded in: a byte order mark decides, else zero bytes at
 * every other place mean UTF-16, else it is UTF-8 with bad bytes replaced. Lines end in LF, CR LF
 * or CR. Streaming; one thread.
 */
public final class LogText {

  /** Longest line that is looked at, in characters; the rest of it is skipped. */
  public static final int MAX_LINE = 64 * 1024;

  private static final int SAMPLE = 4096;

  private final Reader reader;
  private final char[] buffer = new char[1 << 15];
  private final StringBuilder line = new StringBuilder();
  private int from;
  private int to;
  private int number;
  private boolean afterReturn;
  private boolean anything;

  private LogText(Reader reader) {
    this.reader = reader;
  }

  /**
   * @param in read to its end by the caller's calls of {@link #next}; not closed
   */
  public static LogText of(InputStream in) throws IOException {
    var bytes = new BufferedInputStream(in, 1 << 16);
    bytes.mark(SAMPLE);
    var sample = bytes.readNBytes(SAMPLE);
    bytes.reset();
    var charset = charsetOf(sample);
    bytes.skipNBytes(markLength(sample));
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    var text = new LogText(new InputStreamReader(bytes, decoder));
    text.anything = sample.length > markLength(sample);
    return text;
  }

  /** Whether there is any content besides a byte order mark. */
  public boolean hasContent() {
    return anything;
  }

  /** Moves to the next line; false at the end. */
  public boolean next() throws IOException {
    line.setLength(0);
    var any = false;
    while (fill()) {
      var start = from;
      while (from < to && buffer[from] != '\n' && buffer[from] != '\r') {
        from++;
      }
      if (afterReturn && from == start && buffer[from] == '\n' && !any) {
        afterReturn = false;
        from++;
        continue;
      }
      afterReturn = false;
      any = true;
      line.append(buffer, start, Math.max(0, Math.min(from - start, MAX_LINE - line.length())));
      if (from < to) {
        afterReturn = buffer[from++] == '\r';
        break;
      }
    }
    if (any) {
      number++;
    }
    return any;
  }

  /** The line, without its end. */
  public String line() {
    return line.toString();
  }

  /** Counts from 1. */
  public int number() {
    return number;
  }

  private boolean fill() throws IOException {
    if (from < to) {
      return true;
    }
    from = 0;
    to = Math.max(0, reader.read(buffer));
    return to > 0;
  }

  private static int markLength(byte[] sample) {
    if (startsWith(sample, 0xef, 0xbb, 0xbf)) {
      return 3;
    }
    return startsWith(sample, 0xff, 0xfe) || startsWith(sample, 0xfe, 0xff) ? 2 : 0;
  }

  private static Charset charsetOf(byte[] sample) {
    if (startsWith(sample, 0xff, 0xfe)) {
      return StandardCharsets.UTF_16LE;
    }
    if (startsWith(sample, 0xfe, 0xff)) {
      return StandardCharsets.UTF_16BE;
    }
    var zeros = new int[2];
    for (var i = 0; i < sample.length; i++) {
      if (sample[i] == 0) {
        zeros[i % 2]++;
      }
    }
    // Mostly Latin text in UTF-16 has a zero in nearly every pair, always on the same side.
    var enough = sample.length / 2 * 2 / 5;
    if (sample.length >= 4 && zeros[1] > enough && zeros[0] * 8 < zeros[1]) {
      return StandardCharsets.UTF_16LE;
    }
    if (sample.length >= 4 && zeros[0] > enough && zeros[1] * 8 < zeros[0]) {
      return StandardCharsets.UTF_16BE;
    }
    return StandardCharsets.UTF_8;
  }

  private static boolean startsWith(byte[] sample, int... mark) {
    if (sample.length < mark.length) {
      return false;
    }
    for (var i = 0; i < mark.length; i++) {
      if ((sample[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
