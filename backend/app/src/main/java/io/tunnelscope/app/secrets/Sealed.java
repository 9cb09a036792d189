package io.tunnelscope.app.secrets;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;

/**
 * A text that cannot be read, and the key that would open it.
 *
 * @param bytes a format number and what AES-GCM made of the text
 */
public record Sealed(StoredKey key, Buffer bytes) {
  public Sealed {
    requireNonNull(key, "key");
    requireNonNull(bytes, "bytes");
  }

  /** Of the data key; kept beside the bytes. */
  public int version() {
    return key.id().version();
  }

  @Override
  public String toString() {
    return "Sealed[" + key.id() + "]";
  }
}
