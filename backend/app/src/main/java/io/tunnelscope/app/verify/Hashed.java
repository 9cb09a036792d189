package io.tunnelscope.app.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A line of JSON whose last member is the SHA-256, in hex, of the same JSON without it. */
final class Hashed {
  private static final byte[] MEMBER = ",\"hash\":\"".getBytes(US_ASCII);
  private static final int HEX = 64;
  private static final int TAIL = MEMBER.length + HEX + 2;

  private Hashed() {}

  /** The hash; empty when the text is another than that which was hashed. */
  static Optional<String> check(byte[] line) {
    int end = line.length - TAIL;
    if (end < 1 || line[line.length - 1] != '}' || line[line.length - 2] != '"') {
      return Optional.empty();
    }
    for (int n = 0; n < MEMBER.length; n++) {
      if (line[end + n] != MEMBER[n]) {
        return Optional.empty();
      }
    }
    var digest = sha256();
    digest.update(line, 0, end);
    digest.update((byte) '}');
    var hash = HexFormat.of().formatHex(digest.digest());
    var said = new String(line, end + MEMBER.length, HEX, US_ASCII);
    return hash.equals(said) ? Optional.of(hash) : Optional.empty();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
