package io.tunnelscope.app.bundles;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A zip as a file of this machine, to be read until it is closed.
 *
 * @param giveBack told once, when nobody reads it any more
 */
record LentZip(Path path, Runnable giveBack) implements AutoCloseable {
  LentZip {
    requireNonNull(path, "path");
    requireNonNull(giveBack, "giveBack");
  }

  @Override
  public void close() {
    giveBack.run();
  }
}
