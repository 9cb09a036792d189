package io.tunnelscope.app.cli;

import io.tunnelscope.app.secrets.KeyFile;
import io.tunnelscope.app.secrets.KeyFileUnusable;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** Opens the key file of an installation; one that cannot be used is a mistake in the settings. */
final class KeyFiles {
  private KeyFiles() {}

  static KeyFile open(Vertx vertx, Path path) {
    try {
      return KeyFile.open(vertx, path);
    } catch (KeyFileUnusable e) {
      throw new CommandFailed(ExitStatus.USAGE, e.text());
    }
  }
}
