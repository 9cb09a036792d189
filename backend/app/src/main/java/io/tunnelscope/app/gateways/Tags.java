package io.tunnelscope.app.gateways;

import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.refusal.Text;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What people say of a target in words of their own, by key; a value may be empty. The case of both
 * matters.
 */
public record Tags(SortedMap<String, String> values) {
  private static final int MOST = 20;
  private static final int LONGEST_KEY = 64;
  private static final int LONGEST_VALUE = 256;

  public Tags {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static Tags of(Map<String, ?> values) {
    var texts = new TreeMap<String, String>();
    values.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return new Tags(texts);
  }

  /** Of a body; complaints name the tag. */
  static Tags from(Fields fields) {
    var values = fields.texts("tags", MOST);
    values.forEach(
        (key, value) -> whyNot(key, value).ifPresent(text -> complain(fields, key, text)));
    fields.throwIfInvalid();
    return of(values);
  }

  private static void complain(Fields fields, String key, Text text) {
    var shown = key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) : key;
    fields.complainAbout("tags." + shown, text);
  }

  private static Optional<Text> whyNot(String key, String value) {
    if (!isKey(key)) {
      return Optional.of(
          new Text(
              "the key must have 1 to 64 characters, no colon, no control characters and no blank at its ends",
              "키는 1~64자여야 하며 콜론과 제어 문자를 포함할 수 없고 공백으로 시작하거나 끝날 수 없습니다"));
    }
    if (value.length() > LONGEST_VALUE || hasControls(value)) {
      return Optional.of(
          new Text(
              "the value must have at most 256 characters and no control characters",
              "값은 최대 256자이며 제어 문자를 포함할 수 없습니다"));
    }
    return Optional.empty();
  }

  /** A colon would make it impossible to ask for the tag, see {@link TagFilter}. */
  private static boolean isKey(String key) {
    return !key.isEmpty()
        && key.length() <= LONGEST_KEY
        && key.indexOf(':') < 0
        && key.equals(key.strip())
        && !hasControls(key);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
