package io.tunnelscope.app.audit;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows of CSV (RFC 4180) that a spreadsheet takes for text. Every cell is quoted. A cell that
 * begins like a formula, or has a line that does, gets an apostrophe in front of it.
 */
final class Csv {
  /** Where a line begins, blanks left aside, with what spreadsheets calculate. */
  private static final Pattern FORMULA =
      Pattern.compile(
          "(?m)(?:^|(?<=[\\r\\n\\u0085\\u2028\\u2029]))(?=[\\s\\p{Z}\\p{Cf}]*[=+\\-@＝＋－＠]|[\\t\\r])");

  private Csv() {}

  /** One row with its end. */
  static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    return '"' + FORMULA.matcher(text).replaceAll("'").replace("\"", "\"\"") + '"';
  }
}
