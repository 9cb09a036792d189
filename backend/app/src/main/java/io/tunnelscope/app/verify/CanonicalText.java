package io.tunnelscope.app.verify;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The text that is hashed: members by name, no blanks, whole numbers. See docs/audit.md. */
final class CanonicalText {
  private final StringBuilder out = new StringBuilder(512);

  private CanonicalText() {}

  static String of(Map<String, ?> object) {
    var text = new CanonicalText();
    text.object(object);
    return text.out.toString();
  }

  private void value(Object value) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> object -> object(object);
      case List<?> list -> list(list);
      case String text -> text(text);
      default -> out.append(value);
    }
  }

  private void object(Map<?, ?> object) {
    var separator = '{';
    for (var member : new TreeMap<Object, Object>(object).entrySet()) {
      out.append(separator);
      text(String.valueOf(member.getKey()));
      out.append(':');
      value(member.getValue());
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private void list(List<?> list) {
    out.append('[');
    for (int n = 0; n < list.size(); n++) {
      if (n > 0) {
        out.append(',');
      }
      value(list.get(n));
    }
    out.append(']');
  }

  private void text(String text) {
    out.append('"');
    text.chars()
        .forEach(
            c -> {
              if (c < ' ') {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16));
                out.append(Character.forDigit(c & 15, 16));
              } else if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else {
                out.append((char) c);
              }
            });
    out.append('"');
  }
}
