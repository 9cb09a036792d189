package io.tunnelscope.app.db;

/** The database cannot be used by this program as it is; the message says how to mend it. */
@SuppressWarnings("serial") // never serialised
public final class MigrationFailure extends RuntimeException {
  MigrationFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
