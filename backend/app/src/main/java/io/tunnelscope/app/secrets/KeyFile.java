package io.tunnelscope.app.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keys of the installation in a file of this machine: lines of an id, a blank and 32 bytes in
 * base64; what begins with # is left out. All of them open, the last one wraps. A key that was
 * added meanwhile is found when something needs it.
 */
public final class KeyFile implements Kms {
  private static final int LARGEST = 1 << 16;

  private static final Set<PosixFilePermission> TOO_MUCH =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private final Vertx vertx;
  private final Path path;
  private volatile KeyRing ring;

  private KeyFile(Vertx vertx, Path path) {
    this.vertx = vertx;
    this.path = path;
    this.ring = read(path);
  }

  /**
   * Blocking.
   *
   * @throws KeyFileUnusable when it is not there, others may read it, or it holds something else
   */
  public static KeyFile open(Vertx vertx, Path path) {
    return new KeyFile(vertx, path);
  }

  /**
   * Makes a file of one key for its owner alone, unless there is one already. Blocking.
   *
   * @param id of letters, digits and . _ -
   */
  public static void ensure(Path path, String id, SecureRandom random) throws IOException {
    if (Files.exists(path)) {
      return;
    }
    var key = new byte[AesGcm.KEY_BYTES];
    random.nextBytes(key);
    var line = id + " " + Base64.getEncoder().encodeToString(key) + "\n";
    var draft = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(draft);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        FileChannel.open(
            draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      channel.write(ByteBuffer.wrap(line.getBytes(US_ASCII)));
      channel.force(true);
    }
    try {
      Files.createLink(path, draft); // fails when somebody else was quicker
    } catch (FileAlreadyExistsException _) {
      // Theirs counts.
    } finally {
      Files.delete(draft);
    }
  }

  @Override
  public Future<WrappedKey> wrap(DataKeyId id, byte[] key) {
    return Future.succeededFuture(ring.newest().wrap(id, key));
  }

  @Override
  public Future<byte[]> unwrap(StoredKey key) {
    var kek = key.wrapped().kek();
    return ring.find(kek)
        .map(Future::succeededFuture)
        .orElseGet(() -> addedMeanwhile(kek))
        .map(found -> found.unwrap(key));
  }

  private Future<Kek> addedMeanwhile(String kek) {
    return vertx
        .executeBlocking(() -> read(path), false)
        .recover(_ -> Future.failedFuture(new DoesNotOpen()))
        .onSuccess(now -> ring = now)
        .map(now -> now.find(kek).orElseThrow(DoesNotOpen::new));
  }

  private static KeyRing read(Path path) {
    try {
      if (isOpenToOthers(path)) {
        throw KeyFileUnusable.open(path);
      }
      if (Files.size(path) > LARGEST) {
        throw KeyFileUnusable.empty(path);
      }
      return KeyRing.parse(path, Files.readAllLines(path, ISO_8859_1));
    } catch (NoSuchFileException _) {
      throw KeyFileUnusable.absent(path);
    } catch (IOException _) {
      throw KeyFileUnusable.unreadable(path);
    }
  }

  private static boolean isOpenToOthers(Path path) throws IOException {
    try {
      return Files.getPosixFilePermissions(path).stream().anyMatch(TOO_MUCH::contains);
    } catch (UnsupportedOperationException _) {
      return false; // a file system without modes
    }
  }
}
