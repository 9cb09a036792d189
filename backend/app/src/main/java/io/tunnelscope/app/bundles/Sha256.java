package io.tunnelscope.app.bundles;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What is written down of a zip, to know it again. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
