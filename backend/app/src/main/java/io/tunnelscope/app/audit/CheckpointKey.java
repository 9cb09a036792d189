package io.tunnelscope.app.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Signs checkpoints (Ed25519, RFC 8032). The private key lies in {@code FILE.key}, for its owner
 * alone, the public one in {@code FILE.pub}; both are made when there is none. Prints as its id.
 */
final class CheckpointKey {
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final String id;
  private final PrivateKey key;

  private CheckpointKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.id = HexFormat.of().formatHex(Sha256.of(publicKey.getEncoded()));
  }

  /**
   * The key of a file of checkpoints. Blocks.
   *
   * @throws IOException when the files cannot be read or made, or hold no such key
   */
  static CheckpointKey of(Path checkpoints) throws IOException {
    var privateFile = Path.of(checkpoints + ".key");
    var publicFile = Path.of(checkpoints + ".pub");
    if (!Files.exists(privateFile)) {
      make(privateFile, publicFile);
    }
    try {
      var keys = KeyFactory.getInstance("Ed25519");
      return new CheckpointKey(
          keys.generatePrivate(new PKCS8EncodedKeySpec(decoded(privateFile))),
          keys.generatePublic(new X509EncodedKeySpec(decoded(publicFile))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no Ed25519 key in " + privateFile + " and .pub", e);
    }
  }

  /** SHA-256 of the public key in hex. */
  String id() {
    return id;
  }

  /** Base64 of the signature of that text. */
  String sign(String text) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return "checkpoint key " + id;
  }

  /** Of two processes at once one makes the key; the public one is there first. */
  private static void make(Path privateFile, Path publicFile) throws IOException {
    var pair = fresh();
    var mine = Path.of(privateFile + "." + ProcessHandle.current().pid());
    Files.createDirectories(privateFile.toAbsolutePath().getParent());
    write(mine, "PRIVATE KEY", pair.getPrivate().getEncoded());
    try {
      Files.createLink(privateFile, mine); // fails when another was faster
      var published = Path.of(publicFile + "." + ProcessHandle.current().pid());
      write(published, "PUBLIC KEY", pair.getPublic().getEncoded());
      Files.setPosixFilePermissions(published, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(published, publicFile, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException _) {
      // The other one's is as good.
    } finally {
      Files.deleteIfExists(mine);
    }
  }

  private static KeyPair fresh() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  private static void write(Path file, String what, byte[] encoded) throws IOException {
    var pem =
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(what, PEM.encodeToString(encoded));
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.deleteIfExists(file);
    Set<StandardOpenOption> fresh =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, fresh, owner)) {
      channel.write(ByteBuffer.wrap(pem.getBytes(US_ASCII)));
      channel.force(true);
    }
  }

  private static byte[] decoded(Path file) throws IOException {
    try {
      var base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (NoSuchFileException e) {
      throw new IOException(file + " is missing: put it back", e);
    }
  }
}
