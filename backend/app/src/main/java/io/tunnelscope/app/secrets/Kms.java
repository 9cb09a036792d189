package io.tunnelscope.app.secrets;

import io.vertx.core.Future;

/**
 * Holds the keys of the installation (KEK), which wrap the data keys of its tenants and never leave
 * it. It may be far away: each call is bounded by itself, and none is made inside a transaction.
 * Any thread; never blocks the caller.
 */
public interface Kms {

  /**
   * Wraps a data key with the newest KEK.
   *
   * @param key its bytes, which stay the caller's to wipe
   */
  Future<WrappedKey> wrap(DataKeyId id, byte[] key);

  /**
   * The bytes of a data key, for the caller to wipe. Fails with {@link DoesNotOpen} when there is
   * no KEK of that id, or another one wrapped it, or for another tenant or version.
   */
  Future<byte[]> unwrap(StoredKey key);
}
