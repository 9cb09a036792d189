package io.tunnelscope.core.logs;

/**
 * Reads the lines of one dialect in one file. Keeps what it needs from line to line; never throws
 * on junk.
 */
interface Dialect {

  LogKind kind();

  /**
   * @return whether the line is written in this dialect, understood or not
   */
  boolean read(Line line);

  /** The file has ended. */
  default void finish() {}
}
