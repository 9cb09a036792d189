package io.tunnelscope.core.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a log file, whatever it is encoded in: a byte order mark decides, else zero bytes at
 * every other place mean UTF-16, else it is UTF-8 with bad bytes replaced. Lines end in LF, CR LF
 * or CR. Streaming; one thread.
 */
public final class LogText {

  /** Longest line that is looked at, in bytes of UTF-8; the rest of it is skipped. */
  public static final int MAX_LINE = 64 * 1024;

  private static final int SAMPLE = 4096;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 18];
  private final boolean anything;
  private int from;
  private int to;

  /**
   * What was read last, a letter for each byte: the JVM looks for a letter many at a time, for a
   * byte singly. What is older and not used yet holds no end of a line.
   */
  private String newest = "";

  /** Where {@link #newest} begins in the buffer. */
  private int newFrom;

  /** The next LF and the next CR in {@link #newest}, its length for none. */
  private int feed = -1;

  private int carriageReturn = -1;
  private int number;
  private boolean afterReturn;
  private String line = "";

  private LogText(InputStream in, boolean anything) {
    this.in = in;
    this.anything = anything;
  }

  /**
   * @param in read to its end by the caller's calls of {@link #next}; not closed
   */
  public static LogText of(InputStream in) throws IOException {
    var bytes = new BufferedInputStream(in, SAMPLE);
    bytes.mark(SAMPLE);
    var sample = bytes.readNBytes(SAMPLE);
    bytes.reset();
    var charset = charsetOf(sample);
    bytes.skipNBytes(markLength(sample));
    return new LogText(
        charset.equals(StandardCharsets.UTF_8) ? bytes : new Utf8Bytes(bytes, charset),
        sample.length > markLength(sample));
  }

  /** Whether there is any content besides a byte order mark. */
  public boolean hasContent() {
    return anything;
  }

  /** Moves to the next line; false at the end. */
  public boolean next() throws IOException {
    skipFeedAfterReturn();
    var length = lengthOfLine(0);
    while (from + length == to && length <= MAX_LINE && fill()) {
      length = lengthOfLine(length);
    }
    if (from == to) {
      return false;
    }
    number++;
    line = new String(buffer, from, Math.min(length, MAX_LINE), StandardCharsets.UTF_8);
    from += length;
    finishLine();
    return true;
  }

  /** The line, without its end. */
  public String line() {
    return line;
  }

  /** Counts from 1. */
  public int number() {
    return number;
  }

  /** What is beyond the longest line is read and dropped. */
  private void finishLine() throws IOException {
    while (from == to) {
      if (!fill()) {
        return;
      }
      from += lengthOfLine(0);
    }
    afterReturn = buffer[from] == '\r';
    from++;
  }

  private void skipFeedAfterReturn() throws IOException {
    if (afterReturn && (from < to || fill()) && buffer[from] == '\n') {
      from++;
    }
    afterReturn = false;
  }

  /**
   * @param known how much of the line is known to hold no end
   */
  private int lengthOfLine(int known) {
    var at = from + known - newFrom;
    feed = feed < at ? placeOf('\n', at) : feed;
    carriageReturn = carriageReturn < at ? placeOf('\r', at) : carriageReturn;
    return newFrom + Math.min(feed, carriageReturn) - from;
  }

  private int placeOf(char end, int at) {
    var place = newest.indexOf(end, at);
    return place < 0 ? newest.length() : place;
  }

  /** More bytes behind those that are not used yet; false at the end of the file. */
  private boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    var count = Math.max(0, in.read(buffer, to, buffer.length - to));
    newest = new String(buffer, to, count, StandardCharsets.ISO_8859_1);
    newFrom = to;
    feed = -1;
    carriageReturn = -1;
    to += count;
    return count > 0;
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
