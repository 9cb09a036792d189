package io.tunnelscope.core.logs;

/** What pluto and addconn find in their files, which they name with the line. */
final class PlutoFile {

  /** A part of the path of every file of theirs. */
  private static final String PATH = "/ipsec";

  private static final String LINE = "\" line ";

  private PlutoFile() {}

  /**
   * {@code "/etc/ipsec.secrets" line 3: …} of the reader of secrets, {@code /etc/ipsec.conf:7: …}
   * of the reader of settings.
   */
  static boolean isComplainedOf(String text) {
    var path = text.indexOf(PATH);
    if (path < 0) {
      return false;
    }
    var line = text.indexOf(LINE, path);
    return line > 0 && isNumbered(text, line + LINE.length()) || isNumberedName(text, path);
  }

  private static boolean isNumberedName(String text, int path) {
    var end = path;
    while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) > ' ') {
      end++;
    }
    return end < text.length() && text.charAt(end) == ':' && isNumbered(text, end + 1);
  }

  private static boolean isNumbered(String text, int from) {
    var at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at > from && text.startsWith(": ", at);
  }

  /** Whether what is found does no harm: pluto goes on with the rest of the file. */
  static boolean isHarmless(String message) {
    return message.contains("obsolete keyword ignored")
        || message.contains("invalid, ignored")
        || message.contains("warning: ")
        || message.contains("WARNING: ");
  }

  /** Whether a message of pluto complains of a line of a file, whatever it is called. */
  static boolean isNamedIn(String message) {
    var fatal = message.startsWith("FATAL ERROR: ");
    return isComplainedOf(message) || fatal && namesLine(message);
  }

  private static boolean namesLine(String message) {
    for (var colon = message.indexOf(':'); colon >= 0; colon = message.indexOf(':', colon + 1)) {
      if (colon > 0 && message.charAt(colon - 1) > ' ' && isNumbered(message, colon + 1)) {
        return true;
      }
    }
    return false;
  }
}
