package io.tunnelscope.core.logs;

/** The thread and the part of charon that a line begins with, as in {@code 07[IKE] }. */
final class CharonTag {

  /** How far into its line the last tag stood. */
  private int lastTag;

  /** Where on the page {@code 07[IKE] } stands, or -1. Mostly it is where it was last time. */
  int in(Line line) {
    if (isTag(line, line.from() + lastTag)) {
      return line.from() + lastTag;
    }
    var page = line.page();
    var bracket = page.indexOf('[', line.from(), line.end());
    while (bracket >= 0) {
      if (isTag(line, bracket - 2)) {
        lastTag = bracket - 2 - line.from();
        return bracket - 2;
      }
      bracket = page.indexOf('[', bracket + 1, line.end());
    }
    return -1;
  }

  /** Whether a line begins with one, so that no time stands in front of what is said. */
  static boolean begins(Line line) {
    return isTag(line, line.from());
  }

  private static boolean isTag(Line line, int tag) {
    var page = line.page();
    var close = tag + 6;
    if (tag < line.from()
        || close + 1 >= line.end()
        || page.charAt(tag + 2) != '['
        || !Character.isDigit(page.charAt(tag + 1))
        || !Character.isDigit(page.charAt(tag))
        || tag > line.from() && isVisible(page.charAt(tag - 1))) {
      return false;
    }
    var end = page.charAt(close) == ']' ? close : close + 1;
    return end + 1 < line.end()
        && page.charAt(end) == ']'
        && page.charAt(end + 1) == ' '
        && isUpper(page.charAt(tag + 3))
        && isUpper(page.charAt(tag + 4))
        && isUpper(page.charAt(tag + 5));
  }

  /** A syslog daemon may have a byte order mark in front of the message (RFC 5424). */
  private static boolean isVisible(char c) {
    return c > ' ' && c != '\uFEFF';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
