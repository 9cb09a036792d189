package io.tunnelscope.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a page ended: the sort key of its last row. Opaque to clients. It selects nothing by
 * itself: the tenant and the filters of the request still hold.
 */
public record Cursor(List<String> key) {
  private static final int LONGEST = 2_000;
  private static final String SEPARATOR = "\u001f";

  public Cursor {
    key = List.copyOf(key);
  }

  public static Cursor of(String... key) {
    return new Cursor(List.of(key));
  }

  public String encoded() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, key).getBytes(UTF_8));
  }

  /** Empty when the text is no cursor with that many parts. */
  public static Optional<Cursor> parse(String text, int parts) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var key = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(SEPARATOR, -1);
      boolean ours = key.length == parts && Arrays.stream(key).noneMatch(k -> k.indexOf('\0') >= 0);
      return ours ? Optional.of(new Cursor(Arrays.asList(key))) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
