package io.tunnelscope.app.login;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Texts of 256 random bits, 43 characters long: states, nonces, verifiers, keys of cookies. */
public final class Unguessable {
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private Unguessable() {}

  public static String fresh(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return base64(bytes);
  }

  public static boolean hasForm(String text) {
    return FORM.matcher(text).matches();
  }

  /** What is kept of it where the text itself must not be. */
  public static Buffer hash(String text) {
    return Buffer.buffer(sha256(text));
  }

  /** The PKCE challenge of a verifier, method S256 (RFC 7636, section 4.2). */
  static String challenge(String verifier) {
    return base64(sha256(verifier));
  }

  /** In the same time, however much of it is equal. */
  static boolean areEqual(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(US_ASCII), other.getBytes(US_ASCII));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
