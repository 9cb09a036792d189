package io.tunnelscope.app.login;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API token as its owner holds it: {@code vpnt_}, the id, {@code _}, 256 random bits, and a
 * checksum that lets a typing error or a cut copy be told apart without asking the database, and
 * secret scanners be sure. Prints as its id alone.
 */
final class TokenText {
  private static final int BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile("(vpnt_([0-9a-f]{32})_[A-Za-z0-9_-]{43})([0-9a-f]{8})");

  private final UUID id;
  private final String text;

  private TokenText(UUID id, String text) {
    this.id = id;
    this.text = text;
  }

  static TokenText fresh(UUID id, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var body =
        "vpnt_%s_%s"
            .formatted(
                id.toString().replace("-", ""),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    return new TokenText(id, body + checksum(body));
  }

  /** Empty when the text is no token, whoever wrote it. */
  static Optional<TokenText> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches() || !checksum(match.group(1)).equals(match.group(3))) {
      return Optional.empty();
    }
    return Optional.of(new TokenText(uuid(match.group(2)), text));
  }

  UUID id() {
    return id;
  }

  /** For the owner, once. */
  String reveal() {
    return text;
  }

  /** Fast on purpose: 256 random bits need no slow hash. */
  Buffer hash() {
    try {
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "token " + id;
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(US_ASCII));
    return "%08x".formatted(crc.getValue());
  }

  private static UUID uuid(String hex) {
    return new UUID(
        Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
  }
}
