package io.tunnelscope.app.bundles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes some lines out of the middle of a text without decoding what lies before them. Lines end in
 * LF, the text is UTF-8: that is how bundles are stored.
 */
final class LineReader {
  private static final int BUFFER = 1 << 16;

  /** A longer line is cut; the file as a whole still has it. */
  static final int LONGEST_LINE = 1 << 18;

  /** Once a page holds that many bytes it ends, with its last line whole. */
  static final int LONGEST_PAGE = 4 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;

  LineReader(InputStream in) {
    this.in = in;
  }

  List<String> lines(long fromLine, int count) throws IOException {
    for (long line = 1; line < fromLine; line++) {
      if (!skipLine()) {
        return List.of();
      }
    }
    var lines = new ArrayList<String>();
    var line = new ByteArrayOutputStream();
    long taken = 0;
    while (lines.size() < count && taken < LONGEST_PAGE && readLine(line)) {
      taken += line.size();
      lines.add(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
    return lines;
  }

  /** False when there is no such line. */
  private boolean skipLine() throws IOException {
    boolean any = false;
    while (fill()) {
      any = true;
      for (int i = start; i < end; i++) {
        if (buffer[i] == '\n') {
          start = i + 1;
          return true;
        }
      }
      start = end;
    }
    return any;
  }

  private boolean readLine(ByteArrayOutputStream line) throws IOException {
    boolean any = false;
    while (fill()) {
      any = true;
      int i = start;
      while (i < end && buffer[i] != '\n') {
        i++;
      }
      line.write(buffer, start, Math.min(i - start, Math.max(0, LONGEST_LINE - line.size())));
      start = Math.min(i + 1, end);
      if (i < end) {
        return true;
      }
    }
    return any;
  }

  private boolean fill() throws IOException {
    if (start < end) {
      return true;
    }
    start = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }
}
