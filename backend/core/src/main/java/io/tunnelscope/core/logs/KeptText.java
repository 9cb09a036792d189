package io.tunnelscope.core.logs;

/** Counts the characters of log text that a case keeps, so that no log can fill the memory. */
final class KeptText {

  private static final long MAX = 4L << 20;

  private long kept;
  private boolean full;

  /** Whether there is room for so many; if so, they are counted. */
  boolean take(int characters) {
    if (kept + characters > MAX) {
      full = true;
      return false;
    }
    kept += characters;
    return true;
  }

  void giveBack(int characters) {
    kept -= characters;
  }

  /** Whether anything found no room. */
  boolean isFull() {
    return full;
  }
}
