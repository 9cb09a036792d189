package io.tunnelscope.core.logs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What terminals are told of colours within a text (ECMA-48, SGR and its like), as it is or as JSON
 * and syslog write the sign that it begins with.
 */
final class Colours {

  private static final Needles SIGNS =
      Needles.ignoringCase(List.of("\u001b", "\\u001b", "\\x1b", "\\033", "#033", "^[["));

  private static final String BEGIN = "(?:\u001b|\\\\u001b|\\\\x1b|\\\\033|#033|\\^\\[)";

  /** Of the appearance of what follows, of its letters, and links. */
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "(?i)"
              + BEGIN
              + "(?:\\[[0-9;:]{0,32}[a-z]|\\([a-z0-9]|][^\u0007\u001b\\\\]{0,1024}(?:\u0007|"
              + BEGIN
              + "\\\\))");

  private Colours() {}

  static boolean in(String text) {
    return SIGNS.anyIn(text);
  }

  static String without(String text) {
    return SEQUENCE.matcher(text).replaceAll("");
  }
}
