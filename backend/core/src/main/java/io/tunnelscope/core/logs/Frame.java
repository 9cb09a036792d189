package io.tunnelscope.core.logs;

import java.util.Optional;

/** Knows the lines of one dialect by what stands around their text. */
@FunctionalInterface
interface Frame {

  /**
   * The sentence within a line; empty when the line is not of this dialect. Asked for every line of
   * an unknown file, so that plain comparisons come first.
   */
  Optional<Sentence> cut(String line);
}
