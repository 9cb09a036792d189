package io.tunnelscope.app.cli;

import io.tunnelscope.core.language.Harmless;

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

  /** Text from outside that cannot steer the terminal. */
  static String harmless(String text) {
    return Harmless.line(text);
  }
}
