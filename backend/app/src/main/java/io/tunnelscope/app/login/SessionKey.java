package io.tunnelscope.app.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the cookie holds: 256 random bits. Only its hash is stored, so the database cannot sign in.
 */
final class SessionKey {
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String text;

  private SessionKey(String text) {
    this.text = text;
  }

  static SessionKey fresh(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new SessionKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  static Optional<SessionKey> parse(String cookie) {
    return FORM.matcher(cookie).matches() ? Optional.of(new SessionKey(cookie)) : Optional.empty();
  }

  /** For the cookie alone. */
  String reveal() {
    return text;
  }

  Buffer hash() {
    try {
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What proves that a request was made by our own page: derived from the session, so it needs no
   * storage, survives parallel calls and ends with the session.
   */
  String csrf() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(text.getBytes(UTF_8), "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal("tunnelscope csrf".getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean provedBy(String csrf) {
    return csrf != null && MessageDigest.isEqual(csrf().getBytes(UTF_8), csrf.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "***";
  }
}
