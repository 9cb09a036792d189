package io.tunnelscope.core.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

  /** How many bytes are read at once: so few stay near the processor until their lines are read. */
  private static final int PAGE = 64 * 1024;

  private static final int SAMPLE = 4096;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Set in none of the bytes of ASCII. */
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private final InputStream in;

  /** The same as {@link #in} where records of JSON are read as lines, else null. */
  private final JsonRecords records;

  private final byte[] buffer = new byte[MAX_LINE + PAGE];
  private final boolean anything;
  private int from;
  private int to;

  /** The page: what is in the buffer, a letter for each byte. The JVM looks for letters quicker. */
  private String page = "";

  /** Whether the page is what its bytes say: all of it is ASCII. */
  private boolean plain;

  /** The next LF and the next CR in the page, its length for none. */
  private int feed = -1;

  private int carriageReturn = -1;
  private int number;
  private boolean afterReturn;

  /** The line that {@link #next} moved to, as a stretch of a page. */
  private String around = "";

  private int begin;
  private int end;

  private LogText(InputStream in, JsonRecords records, boolean anything) {
    this.in = records == null ? in : records;
    this.records = records;
    this.anything = anything;
  }

  /**
   * @param in read to its end by the caller's calls of {@link #next}; not closed
   */
  public static LogText of(InputStream in) throws IOException {
    return of(in, false);
  }

  /**
   * The same; of a file that is one piece of JSON around many records each record is a line, with
   * the number of the line on which it begins.
   */
  static LogText ofRecords(InputStream in) throws IOException {
    return of(in, true);
  }

  private static LogText of(InputStream in, boolean inRecords) throws IOException {
    var bytes = new BufferedInputStream(in, SAMPLE);
    bytes.mark(SAMPLE);
    var sample = bytes.readNBytes(SAMPLE);
    bytes.reset();
    var charset = charsetOf(sample);
    bytes.skipNBytes(markLength(sample));
    var utf8 = charset.equals(StandardCharsets.UTF_8) ? bytes : new Utf8Bytes(bytes, charset);
    var mark = markLength(sample);
    var beginning = new String(sample, mark, sample.length - mark, charset);
    return new LogText(
        utf8, inRecords ? JsonRecords.in(utf8, beginning) : null, sample.length > mark);
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
    number = records == null ? number + 1 : records.nextLine();
    stretch(Math.min(length, MAX_LINE));
    from += length;
    finishLine();
    return true;
  }

  /** The line, without its end. */
  public String line() {
    return around.substring(begin, end);
  }

  /** The line where it stands, as long as nothing is made of it. */
  Line line(String file, Redaction redaction) {
    return new Line(file, number, around, begin, end, redaction);
  }

  /** Counts from 1. */
  public int number() {
    return number;
  }

  private void stretch(int length) {
    around = plain ? page : new String(buffer, from, length, StandardCharsets.UTF_8);
    begin = plain ? from : 0;
    end = plain ? from + length : around.length();
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
    var at = from + known;
    feed = feed < at ? placeOf('\n', at) : feed;
    carriageReturn = carriageReturn < at ? placeOf('\r', at) : carriageReturn;
    return Math.min(feed, carriageReturn) - from;
  }

  private int placeOf(char ending, int at) {
    var place = page.indexOf(ending, at);
    return place < 0 ? to : place;
  }

  /** More bytes behind those that are not used yet; false at the end of the file. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    var count = in.readNBytes(buffer, to, Math.min(PAGE, buffer.length - to));
    to += count;
    turnPage();
    return count > 0;
  }

  private void turnPage() {
    page = new String(buffer, 0, to, StandardCharsets.ISO_8859_1);
    plain = isAscii(buffer, to);
    feed = -1;
    carriageReturn = -1;
  }

  private static boolean isAscii(byte[] bytes, int end) {
    var high = 0L;
    var at = 0;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      high |= (long) EIGHT_BYTES.get(bytes, at);
    }
    for (; at < end; at++) {
      high |= bytes[at];
    }
    return (high & HIGH_BITS) == 0;
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
