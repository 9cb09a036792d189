package io.tunnelscope.core.logs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What terminals are told of colours within a text (ECMA-48, SGR and its like), as it is or as JSON
 * and syslog write the sign that it begins with.
 */
final class Colours {

  private static final Needles SIGNS =
      Needles.ignoringCase(List.of("\u001b[", "\\u001b[", "#033["));

  private static final Pattern SEQUENCE =
      Pattern.compile("(?i)(?:\u001b|\\\\u001b|#033)\\[[0-9;]{0,32}[a-z]");

  private Colours() {}

  static boolean in(String text) {
    return SIGNS.anyIn(text);
  }

  static String without(String text) {
    return SEQUENCE.matcher(text).replaceAll("");
  }
}
