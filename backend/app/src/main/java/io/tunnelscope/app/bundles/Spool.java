package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.Uuid7;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

/**
 * Where files lie until they are whole. Each process has a folder of its own and holds its lock; at
 * start the folders that nobody holds any more are removed, so a crash leaves nothing behind.
 * Blocks; any thread.
 */
final class Spool implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path own;
  private final FileChannel lock;
  private final Uuid7 ids;

  private Spool(Path own, FileChannel lock, Uuid7 ids) {
    this.own = own;
    this.lock = lock;
    this.ids = ids;
  }

  /**
   * The folder for the spools of this user's processes, where nothing else offers itself.
   *
   * @throws IOException when somebody else made one of that name
   */
  static Path ofUser() throws IOException {
    var user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
    var root = Path.of(System.getProperty("java.io.tmpdir"), "tunnelscope-spool-" + user);
    privateFolder(root);
    var own = Files.createTempFile(root, "owner", "");
    try {
      var isOurs =
          Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)
              && Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own));
      if (!isOurs) {
        throw new IOException("the spool folder belongs to another user");
      }
    } finally {
      Files.delete(own);
    }
    return root;
  }

  static Spool open(Path root, Uuid7 ids) throws IOException {
    privateFolder(root);
    try (var left = Files.list(root)) {
      for (var folder : left.toList()) {
        removeIfLeft(folder);
      }
    }
    var own = root.resolve(ids.next().toString());
    privateFolder(own);
    var lock = newChannel(own.resolve(LOCK));
    if (lock.tryLock() == null) {
      throw new IOException("the spool folder is locked by another process");
    }
    return new Spool(own, lock, ids);
  }

  /** A name for a file that is not there yet. */
  Path newFile() {
    return own.resolve(ids.next().toString());
  }

  /** A new empty folder that only this process may read. */
  Path newFolder() throws IOException {
    return privateFolder(newFile());
  }

  @Override
  public void close() throws IOException {
    lock.close();
    remove(own);
  }

  /** Makes the folder and those above it that are missing, readable by us alone. */
  static Path privateFolder(Path folder) throws IOException {
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** A new file that only this process's user may read. */
  static FileChannel newChannel(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Removes a file, or a folder with all that is in it; nothing happens when it is gone. */
  static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var all = Files.walk(path)) {
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static void removeIfLeft(Path folder) throws IOException {
    var file = folder.resolve(LOCK);
    if (Files.exists(file)) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        if (channel.tryLock() == null) {
          return;
        }
      } catch (OverlappingFileLockException _) {
        return; // ours: another store in this process
      }
    }
    remove(folder);
  }
}
