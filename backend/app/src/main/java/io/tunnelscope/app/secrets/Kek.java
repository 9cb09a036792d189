package io.tunnelscope.app.secrets;

import io.vertx.core.buffer.Buffer;

/** A key of the installation. Does not print its bytes. */
final class Kek {
  private final String id;
  private final AesGcm cipher;

  Kek(String id, byte[] key) {
    this.id = id;
    this.cipher = new AesGcm(key);
  }

  String id() {
    return id;
  }

  WrappedKey wrap(DataKeyId data, byte[] key) {
    return new WrappedKey(id, Buffer.buffer(cipher.seal(key, data.about(id))));
  }

  /**
   * @throws DoesNotOpen when another key wrapped it, or for another tenant or version
   */
  byte[] unwrap(StoredKey data) {
    return cipher.open(data.wrapped().bytes().getBytes(), data.id().about(id));
  }
}
