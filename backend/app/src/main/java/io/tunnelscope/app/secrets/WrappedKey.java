package io.tunnelscope.app.secrets;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;

/**
 * A data key as it is kept.
 *
 * @param kek id of the key of the installation that wrapped it
 */
public record WrappedKey(String kek, Buffer bytes) {
  public WrappedKey {
    requireNonNull(kek, "kek");
    requireNonNull(bytes, "bytes");
  }

  @Override
  public String toString() {
    return "WrappedKey[kek=" + kek + "]";
  }
}
