package io.tunnelscope.core.logs;

import java.util.ArrayList;
import java.util.List;

/** The fields of a row of RFC 4180: between commas, in quotes where they hold one. */
final class CsvRow {

  /** Tables of logs have fewer columns; what has more is a text with commas. */
  private static final int MAX_FIELDS = 200;

  private CsvRow() {}

  /** At least one; what is behind the last field that is read belongs to it. */
  static List<String> fields(String row) {
    var fields = new ArrayList<String>();
    var at = 0;
    while (at <= row.length() && fields.size() < MAX_FIELDS) {
      var field = new StringBuilder();
      at = at < row.length() && row.charAt(at) == '"' ? quoted(row, at + 1, field) : at;
      var comma = fields.size() + 1 < MAX_FIELDS ? row.indexOf(',', at) : -1;
      var end = comma < 0 ? row.length() : comma;
      fields.add(field.append(row, at, end).toString());
      at = end + 1;
    }
    return fields;
  }

  /** Two quotes are one that belongs to the field. */
  private static int quoted(String row, int from, StringBuilder field) {
    for (var at = from; at < row.length(); at++) {
      if (row.charAt(at) != '"') {
        field.append(row.charAt(at));
      } else if (row.startsWith("\"", at + 1)) {
        field.append('"');
        at++;
      } else {
        return at + 1;
      }
    }
    return row.length();
  }
}
