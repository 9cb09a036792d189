package io.tunnelscope.app.audit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JSON that is the same text for the same value, whoever writes it: members sorted by name, no
 * blanks, only {@code "}, {@code \} and control characters escaped. Numbers are whole.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  static String of(Object value) {
    return switch (value) {
      case null -> "null";
      case JsonObject object -> members(object);
      case JsonArray array ->
          array.stream().map(CanonicalJson::of).collect(Collectors.joining(",", "[", "]"));
      case String text -> quoted(text);
      case Integer _, Long _, Boolean _ -> value.toString();
      default ->
          throw new IllegalArgumentException("no canonical form: " + value.getClass().getName());
    };
  }

  private static String members(JsonObject object) {
    var sorted = new TreeMap<String, Object>();
    object.forEach(member -> sorted.put(member.getKey(), member.getValue()));
    return sorted.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + of(member.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
