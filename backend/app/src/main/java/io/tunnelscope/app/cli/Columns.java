package io.tunnelscope.app.cli;

import java.util.ArrayList;
import java.util.List;

/** Lays text out in terminal columns; Korean and other wide characters take two. */
final class Columns {
  private Columns() {}

  static int width(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  // The ranges of Unicode's East Asian Width that are wide or full-width, joined where they touch.
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0x303E)
        || (c >= 0x3041 && c <= 0xA4CF)
        || (c >= 0xA960 && c <= 0xA97F)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Breaks at blanks so that no line is wider, but for single words that are. */
  static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    for (String paragraph : text.strip().split("\n", -1)) {
      var line = new StringBuilder();
      int used = 0;
      for (String word : paragraph.strip().split("\\s+", -1)) {
        int needed = width(word);
        if (used > 0 && used + 1 + needed > width) {
          lines.add(line.toString());
          line.setLength(0);
          used = 0;
        }
        if (used > 0) {
          line.append(' ');
          used++;
        }
        line.append(word);
        used += needed;
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** Rows under headings, two blanks between columns, the last column as long as it is. */
  static String table(List<String> headings, List<List<String>> rows) {
    int[] widths = new int[headings.size()];
    var all = new ArrayList<List<String>>();
    all.add(headings);
    all.addAll(rows);
    for (var row : all) {
      for (int n = 0; n < widths.length; n++) {
        widths[n] = Math.max(widths[n], width(row.get(n)));
      }
    }
    var text = new StringBuilder();
    for (var row : all) {
      var line = new StringBuilder();
      for (int n = 0; n < widths.length; n++) {
        line.append(pad(row.get(n), widths[n])).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
