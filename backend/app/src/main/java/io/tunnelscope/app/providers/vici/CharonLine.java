package io.tunnelscope.app.providers.vici;

import java.util.Optional;

/**
 * What stands around the message in a line of charon's log.
 *
 * @param connection blank where the line names none
 * @param sa number of the IKE_SA, blank where the line names none
 */
record CharonLine(String connection, String sa, String message) {
  private static final int LONGEST_NAME = 160;
  private static final int LONGEST_NUMBER = 10;

  /**
   * Empty for a line that is none of charon's: with {@code 07[IKE] } or {@code 07[IKE1] } behind
   * whatever a syslog daemon put before.
   */
  static Optional<CharonLine> of(String line) {
    for (var at = line.indexOf('[', 2); at >= 0; at = line.indexOf('[', at + 1)) {
      var end = endOfTag(line, at);
      if (end > 0) {
        return Optional.of(behindTag(line, firstVisible(line, end)));
      }
    }
    return Optional.empty();
  }

  /** Whether a daemon says it when its life begins, before it has any SA. */
  boolean isStart() {
    return message.startsWith("loaded plugins: ");
  }

  /** Behind {@code 07[IKE] }, or 0 where the bracket belongs to something else. */
  private static int endOfTag(String line, int bracket) {
    var close = bracket + 4;
    if (close < line.length() && isDigit(line.charAt(close))) {
      close++;
    }
    var fits =
        close + 1 < line.length()
            && isDigit(line.charAt(bracket - 1))
            && isDigit(line.charAt(bracket - 2))
            && (bracket == 2 || Character.isWhitespace(line.charAt(bracket - 3)))
            && isUpper(line.charAt(bracket + 1))
            && isUpper(line.charAt(bracket + 2))
            && isUpper(line.charAt(bracket + 3))
            && line.startsWith("] ", close);
    return fits ? close + 2 : 0;
  }

  /** {@code <site|3> message}, {@code <3> message} or the message alone. */
  private static CharonLine behindTag(String line, int from) {
    var close = line.startsWith("<", from) ? line.indexOf('>', from) : -1;
    if (close < 0 || close - from > LONGEST_NAME + 1 + LONGEST_NUMBER + 1) {
      return new CharonLine("", "", line.substring(from));
    }
    var bar = line.lastIndexOf('|', close);
    var name = bar > from ? line.substring(from + 1, bar) : "";
    var sa = line.substring(Math.max(from, bar) + 1, close);
    return isNumber(sa)
        ? new CharonLine(name, sa, line.substring(firstVisible(line, close + 1)))
        : new CharonLine("", "", line.substring(from));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NUMBER
        && text.chars().allMatch(c -> isDigit((char) c));
  }

  private static int firstVisible(String line, int from) {
    var at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
