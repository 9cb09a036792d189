package io.tunnelscope.app.db;

import java.nio.file.Path;

/** Why the database of this machine cannot run; each message says how to mend it. */
@SuppressWarnings("serial") // never serialised
public abstract sealed class EmbeddedPostgresFailure extends RuntimeException {
  private EmbeddedPostgresFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Another living process of ours works in that folder. */
  public static final class FolderInUse extends EmbeddedPostgresFailure {
    FolderInUse(Path folder) {
      super(
          folder
              + " is in use by another tunnelscope demo: stop that one or give --data another folder",
          null);
    }
  }

  /** The folder cannot be made or written. */
  public static final class FolderNotWritable extends EmbeddedPostgresFailure {
    FolderNotWritable(Path folder, Throwable cause) {
      super(folder + " cannot be written: give --data a folder that can", cause);
    }
  }

  /** The database did not start, stop or accept us. */
  public static final class CannotRun extends EmbeddedPostgresFailure {
    CannotRun(String message) {
      super(message, null);
    }

    CannotRun(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
