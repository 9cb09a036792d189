package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.Uuid7;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where files lie until they are whole. Each process has a folder of its own and holds its lock; at
 * start the folders that nobody holds any more are removed, so a crash leaves nothing behind.
 * Blocks; any thread.
 */
final class Spool implements AutoCloseable {
  private static final String LOCK = "lock";

  /** Begins the name of a folder whose lock may not be held yet. */
  private static final String NEW = "new-";

  private static final Duration LONGEST_NEW = Duration.ofHours(1);

  /**
   * Those of this process. To open and close the file of a lock, even in vain, ends the lock of the
   * whole process (POSIX, fcntl), and another process would take the folder for left behind.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

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
    var id = ids.next().toString();
    var made = privateFolder(root.resolve(NEW + id));
    var lock = newChannel(made.resolve(LOCK));
    if (lock.tryLock() == null) {
      throw new IOException("the spool folder is locked by another process");
    }
    removeLeftBefore(Files.getLastModifiedTime(made).toInstant(), root);
    var own = root.resolve(id);
    OURS.add(own);
    Files.move(made, own, StandardCopyOption.ATOMIC_MOVE);
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
    OURS.remove(own);
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

  /**
   * @param now by the clock of the file system, which also dated the others
   */
  private static void removeLeftBefore(Instant now, Path root) throws IOException {
    try (var folders = Files.list(root)) {
      for (var folder : folders.toList()) {
        try {
          if (!OURS.contains(folder) && !isBeingMade(folder, now)) {
            removeUnlessHeld(folder);
          }
        } catch (NoSuchFileException _) {
          // it has its own name by now, or another process that starts removed it
        }
      }
    }
  }

  private static boolean isBeingMade(Path folder, Instant now) throws IOException {
    return folder.getFileName().toString().startsWith(NEW)
        && Files.getLastModifiedTime(folder).toInstant().isAfter(now.minus(LONGEST_NEW));
  }

  private static void removeUnlessHeld(Path folder) throws IOException {
    var file = folder.resolve(LOCK);
    if (!Files.exists(file)) {
      remove(folder);
      return;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        removeWithLockLast(folder, file);
      }
    }
  }

  /** Whoever still sees the lock finds it held until there is nothing left to remove. */
  private static void removeWithLockLast(Path folder, Path lock) throws IOException {
    try (var files = Files.list(folder)) {
      for (var each : files.filter(file -> !file.equals(lock)).toList()) {
        remove(each);
      }
    }
    remove(folder);
  }
}
