package io.tunnelscope.app.secrets;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** A data key that is open: seals and opens values. Does not print. Any thread. */
final class DataKey {
  private static final byte FORMAT = 1;

  private final StoredKey stored;
  private final AesGcm cipher;

  /**
   * @param bytes wiped
   */
  DataKey(StoredKey stored, byte[] bytes) {
    this.stored = stored;
    this.cipher = new AesGcm(bytes);
    Arrays.fill(bytes, (byte) 0);
  }

  Sealed seal(Place place, byte[] text) {
    var bytes = cipher.seal(text, place.about(stored.id()));
    return new Sealed(stored, Buffer.buffer().appendByte(FORMAT).appendBytes(bytes));
  }

  /**
   * @throws DoesNotOpen when it stands in another place or was changed
   */
  byte[] open(Place place, Buffer sealed) {
    if (sealed.length() == 0 || sealed.getByte(0) != FORMAT) {
      throw new DoesNotOpen();
    }
    return cipher.open(sealed.getBytes(1, sealed.length()), place.about(stored.id()));
  }
}
