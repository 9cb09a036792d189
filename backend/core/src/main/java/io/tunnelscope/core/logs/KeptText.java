package io.tunnelscope.core.logs;

/** Counts the characters of log text that a case keeps, so that no log can fill the memory. */
final class KeptText {

  private static final long MAX = 4L << 20;

  private long kept;
  private boolean full;

  /** Whether there is room for the line; if so, it is counted. */
  boolean take(Line line) {
    if (kept + line.text().length() > MAX) {
      full = true;
      return false;
    }
    kept += line.text().length();
    return true;
  }

  void giveBack(Line line) {
    kept -= line.text().length();
  }

  /** Whether anything found no room. */
  boolean isFull() {
    return full;
  }
}
