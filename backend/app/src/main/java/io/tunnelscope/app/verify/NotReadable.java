package io.tunnelscope.app.verify;

/** The database does not answer, refuses the role or has no audit. */
@SuppressWarnings("serial") // never serialised
public final class NotReadable extends Exception {
  NotReadable(Throwable cause) {
    super(cause);
  }
}
