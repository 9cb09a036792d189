package io.tunnelscope.app.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;

/**
 * Reads a file of checkpoints from its beginning: each line holds the hash of the line before, and
 * a signature over itself. A last line that was cut off while it was written counts for nothing.
 */
final class CheckpointReader implements Closeable {
  private static final String SIGNATURE = ",\"sig\":\"";

  private final Lines lines;
  private final PublicKey key;
  private final String keyId;
  private final Queue<SignedHeads.Head> waiting = new ArrayDeque<>();
  private String previous = Link.BEGINNING;
  private long line;

  /**
   * @param publicKey PEM of an Ed25519 key
   * @throws IllegalArgumentException when it is none
   */
  CheckpointReader(InputStream checkpoints, String publicKey) {
    this.lines = new Lines(checkpoints);
    byte[] encoded = encoded(publicKey);
    this.key = key(encoded);
    this.keyId = HexFormat.of().formatHex(Hashed.sha256().digest(encoded));
  }

  /** The line that was read last, from 1. */
  long line() {
    return line;
  }

  /** The next head of that tenant; empty at the end. */
  Optional<SignedHeads.Head> next(String tenant) throws IOException, BadCheckpoint {
    while (waiting.isEmpty()) {
      var text = lines.next();
      if (text.isEmpty() || !lines.isWhole()) {
        return Optional.empty();
      }
      line++;
      read(new String(text.get(), UTF_8), tenant);
    }
    return Optional.of(waiting.remove());
  }

  private void read(String text, String tenant) throws BadCheckpoint {
    var checkpoint =
        Json.object(text)
            .map(Members::new)
            .orElseThrow(() -> new BadCheckpoint(Fault.CHECKPOINT_CHANGED, line));
    if (!checkpoint.text("key").equals(Optional.of(keyId)) || !isSigned(text)) {
      throw new BadCheckpoint(Fault.CHECKPOINT_CHANGED, line);
    }
    boolean follows =
        checkpoint.number("n").equals(Optional.of(line))
            && checkpoint.text("prev").equals(Optional.of(previous));
    if (!follows) {
      throw new BadCheckpoint(Fault.CHECKPOINT_OUT_OF_ORDER, line);
    }
    previous = HexFormat.of().formatHex(Hashed.sha256().digest(text.getBytes(UTF_8)));
    for (var head : checkpoint.objects("heads")) {
      if (head.text("tenant").equals(Optional.of(tenant))) {
        waiting.add(
            new SignedHeads.Head(
                head.number("seq").orElse(0L),
                head.text("hash").orElse(""),
                checkpoint.text("at").orElse("")));
      }
    }
  }

  private boolean isSigned(String text) {
    int at = text.lastIndexOf(SIGNATURE);
    if (at < 0 || !text.endsWith("\"}")) {
      return false;
    }
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update((text.substring(0, at) + "}").getBytes(UTF_8));
      return verifier.verify(
          Base64.getDecoder().decode(text.substring(at + SIGNATURE.length(), text.length() - 2)));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }

  private static byte[] encoded(String pem) {
    var base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(base64);
  }

  private static PublicKey key(byte[] encoded) {
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no Ed25519 key", e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
