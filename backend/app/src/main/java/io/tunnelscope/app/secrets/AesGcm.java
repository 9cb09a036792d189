package io.tunnelscope.app.secrets;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/**
 * A key of AES-256 in Galois/Counter Mode. What it seals begins with a random nonce of 96 bits and
 * ends with a tag of 128 bits (NIST SP 800-38D). Does not print. Any thread; takes microseconds.
 */
final class AesGcm {
  static final int KEY_BYTES = 32;

  private static final AesGcmParameters PARAMETERS = parameters();

  private final Aead aead;

  /**
   * @param key 32 bytes, copied: the caller may wipe them
   */
  AesGcm(byte[] key) {
    this.aead = aead(key);
  }

  /**
   * @param about is not kept, but nothing opens without it
   */
  byte[] seal(byte[] text, byte[] about) {
    try {
      return aead.encrypt(text, about);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * @throws DoesNotOpen when another key sealed it, it was about something else, or it was changed
   */
  byte[] open(byte[] sealed, byte[] about) {
    try {
      return aead.decrypt(sealed, about);
    } catch (GeneralSecurityException _) {
      throw new DoesNotOpen();
    }
  }

  @AccessesPartialKey
  private static Aead aead(byte[] key) {
    try {
      var bytes = SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get());
      return AesGcmJce.create(
          AesGcmKey.builder().setParameters(PARAMETERS).setKeyBytes(bytes).build());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key of 256 bits", e);
    }
  }

  private static AesGcmParameters parameters() {
    try {
      return AesGcmParameters.builder()
          .setKeySizeBytes(KEY_BYTES)
          .setIvSizeBytes(12)
          .setTagSizeBytes(16)
          .setVariant(AesGcmParameters.Variant.NO_PREFIX)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
