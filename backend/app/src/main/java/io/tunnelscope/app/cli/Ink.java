package io.tunnelscope.app.cli;

/** Colours and weight for a terminal; plain text where there is none. */
record Ink(boolean on) {
  String bold(String text) {
    return styled("1", text);
  }

  String faint(String text) {
    return styled("2", text);
  }

  String red(String text) {
    return styled("1;31", text);
  }

  String green(String text) {
    return styled("1;32", text);
  }

  String yellow(String text) {
    return styled("1;33", text);
  }

  /** In the colour of a diagnosis' code. */
  String verdict(String code, String text) {
    return switch (code) {
      case "Healthy" -> green(text);
      case "UnHealthy" -> red(text);
      default -> yellow(text);
    };
  }

  private String styled(String style, String text) {
    return on ? "\u001B[" + style + "m" + text + "\u001B[0m" : text;
  }

  /**
   * Text from outside with every control character made visible, so that a log line cannot steer
   * the terminal.
   */
  static String harmless(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c != '\t' && (Character.isISOControl(c) || isDirectionMark(c)) ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  // Marks that reorder what follows would let a line look like another one.
  private static boolean isDirectionMark(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }
}
