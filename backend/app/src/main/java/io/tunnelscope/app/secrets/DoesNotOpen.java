package io.tunnelscope.app.secrets;

/**
 * What is sealed cannot be read: by another key, in another place, or its bytes were changed.
 * Nobody can tell which.
 */
@SuppressWarnings("serial") // never serialised
public final class DoesNotOpen extends RuntimeException {
  DoesNotOpen() {
    super("what is sealed does not open", null, false, false);
  }
}
