package io.tunnelscope.app.bundles;

import static java.util.Objects.requireNonNull;

/**
 * A file of a stored bundle.
 *
 * @param name unique in its run; shown and asked for, never used as a path
 * @param bytes unpacked
 */
public record LogFileRow(String name, long bytes, long lines) {

  /** Longest name, in characters; longer ones are cut when a bundle comes in. */
  public static final int MAX_NAME = 200;

  public LogFileRow {
    requireNonNull(name, "name");
  }
}
