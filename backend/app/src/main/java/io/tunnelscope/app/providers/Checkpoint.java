package io.tunnelscope.app.providers;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * A short text that outlives the process, so that a new try need not begin again; for instance the
 * address where a started operation can be asked for.
 */
public interface Checkpoint {

  /** Longest text that is kept, in characters. */
  int MAX_LENGTH = 65_536;

  /** What was saved last by this run or an earlier try of it. */
  Optional<String> read();

  /** Keeps the text; fails when the run has been given to somebody else meanwhile: stop then. */
  Future<Void> save(String text);
}
