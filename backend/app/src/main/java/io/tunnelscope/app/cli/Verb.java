package io.tunnelscope.app.cli;

import java.io.IOException;

/** One word of the launcher. */
public interface Verb {
  /**
   * Does the work. Blocking.
   *
   * @throws CommandFailed with the line to show
   * @throws IOException when something of this machine cannot be read or written
   */
  ExitStatus run(Terminal terminal) throws IOException, InterruptedException;
}
