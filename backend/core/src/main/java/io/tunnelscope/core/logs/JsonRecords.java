package io.tunnelscope.core.logs;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.regex.Pattern;

/**
 * A file that is one piece of JSON around many records, as exports and answers of Azure Monitor
 * are: its bytes with each record on a line of its own, however it was printed. Whatever else it
 * turns out to be on the way is handed through.
 */
final class JsonRecords extends InputStream {

  /** How a file begins, and at what depth its records stand. */
  private enum Shape {
    /** {@code [{…},{…}]}: what a query exports. */
    ARRAY("\\[\\s{0,99}\\{", 1),
    /** {@code {"records":[{…},…]}}: what diagnostic settings stream. */
    RECORDS("\\{\\s{0,99}\"(?:records|value)\"\\s{0,9}:\\s{0,9}\\[", 2),
    /** {@code {"tables":[{"columns":[{…},…],"rows":[[…],…]}]}}: what a query answers. */
    TABLES("\\{\\s{0,99}\"tables\"\\s{0,9}:\\s{0,9}\\[", 4);

    private final Pattern beginning;
    private final int depth;

    Shape(String beginning, int depth) {
      this.beginning = Pattern.compile(beginning, CASE_INSENSITIVE);
      this.depth = depth;
    }
  }

  private static final int CHUNK = 1 << 13;

  /** Records are never joined to lines longer than are looked at. */
  private static final int LONGEST = LogText.MAX_LINE;

  private final InputStream in;
  private final int recordsAt;

  /** Whether the lines of one record become one: printed prettily, each of its fields has one. */
  private final boolean joins;

  private final byte[] read = new byte[CHUNK];

  /** At most two bytes come of one. */
  private final byte[] made = new byte[2 * CHUNK];

  private int from;
  private int to;

  /** Where the lines begin that are made and not asked for yet, as lines of the file. */
  private final Queue<Integer> begins = new ArrayDeque<>();

  private int line = 1;
  private int depth;
  private int length;

  /** Whether the line has nothing but blanks yet. */
  private boolean blank = true;

  private boolean inString;
  private boolean escaped;

  /** Whether the line was ended here, not by the file. */
  private boolean broken;

  private JsonRecords(InputStream in, Shape shape, boolean joins) {
    this.in = in;
    this.recordsAt = shape.depth;
    this.joins = joins;
  }

  /**
   * The records of a file; null when it is none of the kind.
   *
   * @param in the whole file in UTF-8
   * @param sample how it begins
   */
  static JsonRecords in(InputStream in, String sample) {
    var beginning = sample.stripLeading();
    if (!beginning.startsWith("[") && !beginning.startsWith("{")) {
      return null;
    }
    for (var shape : Shape.values()) {
      if (shape.beginning.matcher(beginning).lookingAt()) {
        return new JsonRecords(
            in, shape, shape != Shape.ARRAY || beginning.contains("DiagnosticLog"));
      }
    }
    return null;
  }

  /** The line of the file on which the next line made begins. */
  int nextLine() {
    var next = begins.poll();
    return next == null ? line : next;
  }

  @Override
  public int read() throws IOException {
    return fill() ? made[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    var count = Math.min(wanted, to - from);
    System.arraycopy(made, from, target, offset, count);
    from += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (from == to) {
      var count = in.read(read, 0, CHUNK);
      if (count < 0) {
        return false;
      }
      from = 0;
      to = 0;
      for (var i = 0; i < count; i++) {
        take(read[i]);
      }
    }
    return true;
  }

  private void take(byte b) {
    if (b == '\n') {
      lineEnds();
    } else if (b == '\r') {
      // JSON has none but in front of a line's end
    } else if (inString) {
      put(b);
      inString = escaped || b != '"';
      escaped = !escaped && b == '\\';
    } else {
      structure(b);
    }
  }

  /** No string of JSON goes on behind the end of a line. */
  private void lineEnds() {
    inString = false;
    escaped = false;
    if (joins && depth > recordsAt && length < LONGEST) {
      put((byte) ' ');
    } else if (length > 0 || !joins && !broken) {
      breakLine();
    }
    broken = false;
    line++;
  }

  private void structure(byte b) {
    switch (b) {
      case '"' -> {
        inString = true;
        put(b);
      }
      case '[', '{' -> {
        put(b);
        depth++;
        if (b == '[' && depth == recordsAt) {
          breakHere();
        }
      }
      case ']', '}' -> {
        if (b == ']' && depth == recordsAt && !blank) {
          breakHere();
        }
        depth--;
        put(b);
      }
      case ',' -> {
        put(b);
        if (depth == recordsAt) {
          breakHere();
        }
      }
      default -> put(b);
    }
  }

  private void put(byte b) {
    if (length == 0) {
      begins.add(line);
    }
    length++;
    blank &= b == ' ' || b == '\t';
    made[to++] = b;
  }

  private void breakHere() {
    breakLine();
    broken = true;
  }

  private void breakLine() {
    if (length == 0) {
      begins.add(line);
    }
    made[to++] = '\n';
    length = 0;
    blank = true;
  }
}
