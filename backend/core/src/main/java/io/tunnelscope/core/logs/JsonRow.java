package io.tunnelscope.core.logs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads the fields of a JSON object that stands on one line, as collectors of logs write them. Only
 * fields that are asked for are kept, of the object itself or of one inside of it. A row that was
 * cut tells what it has; nothing here calls itself, however deep the row.
 */
final class JsonRow {

  private static final int DEEPEST = 2;

  private final String text;
  private final Set<String> wanted;
  private final Map<String, String> outer = new HashMap<>();
  private final Map<String, String> inner = new HashMap<>();
  private int at;

  private JsonRow(String text, Set<String> wanted) {
    this.text = text;
    this.wanted = wanted;
  }

  /**
   * The values by their names: strings with their escapes undone, numbers as they stand, an array
   * of bytes as the text in UTF-8 that they are.
   */
  static Map<String, String> fields(String text, Set<String> wanted) {
    var row = new JsonRow(text, wanted);
    row.read();
    row.inner.forEach(row.outer::putIfAbsent);
    return row.outer;
  }

  private void read() {
    var depth = 0;
    while (at < text.length()) {
      switch (text.charAt(at)) {
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        case '"' -> {
          var name = string();
          if (isNext(':')) {
            value(name, depth);
          }
        }
        default -> at++;
      }
    }
  }

  /** A value that is an object is gone into by whoever reads on. */
  private void value(String name, int depth) {
    skipBlanks();
    if (depth > DEEPEST || !wanted.contains(name) || at == text.length()) {
      return;
    }
    var value =
        switch (text.charAt(at)) {
          case '"' -> string();
          case '[' -> bytes();
          default -> number();
        };
    if (!value.isEmpty()) {
      (depth == 1 ? outer : inner).putIfAbsent(name, value);
    }
  }

  private boolean isNext(char wantedNext) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == wantedNext) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  /** From one quote to behind the other, or the end of what was cut. */
  private String string() {
    var value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c == '"') {
        at++;
        break;
      }
      value.append(c == '\\' ? escaped() : c);
    }
    return value.toString();
  }

  private char escaped() {
    at++;
    if (at == text.length()) {
      return ' ';
    }
    return switch (text.charAt(at)) {
      case 'n', 'r' -> '\n';
      case 't' -> '\t';
      case 'b', 'f' -> ' ';
      case 'u' -> unicode();
      default -> text.charAt(at);
    };
  }

  private char unicode() {
    var code = 0;
    for (var i = 1; i <= 4; i++) {
      var digit = at + i < text.length() ? Character.digit(text.charAt(at + i), 16) : -1;
      if (digit < 0) {
        return '\uFFFD';
      }
      code = 16 * code + digit;
    }
    at += 4;
    return (char) code;
  }

  private String number() {
    var from = at;
    while (at < text.length() && isOfNumber(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private static boolean isOfNumber(char c) {
    return c >= '0' && c <= '9' || c == '.';
  }

  /**
   * The journal writes a message that is no plain text as the numbers of its bytes. Another array
   * is left to whoever reads on.
   */
  private String bytes() {
    var begin = at;
    var bytes = new ByteArrayOutputStream();
    var number = -1;
    for (at++; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c >= '0' && c <= '9' && number <= 255) {
        number = Math.max(0, number) * 10 + c - '0';
      } else if ((c == ',' || c == ']') && number >= 0 && number <= 255) {
        bytes.write(number);
        number = -1;
        if (c == ']') {
          at++;
          break;
        }
      } else if (c != ' ') {
        at = begin;
        return "";
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
