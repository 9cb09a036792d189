package io.tunnelscope.core.language;

/** Text from outside as it may stand before people. Pure; any thread. */
public final class Harmless {
  private Harmless() {}

  /**
   * The text with every control character but the tabulator made visible, and every mark that
   * changes the direction of writing: a log line can neither steer a terminal nor look like another
   * line.
   */
  public static String line(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c != '\t' && (Character.isISOControl(c) || isDirectionMark(c)) ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isDirectionMark(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }
}
