package io.tunnelscope.app.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tunnelscope.app.db.EmbeddedPostgresFailure.CannotRun;
import io.tunnelscope.app.db.EmbeddedPostgresFailure.FolderInUse;
import io.tunnelscope.app.db.EmbeddedPostgresFailure.FolderNotWritable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder of one embedded Postgres: its cluster, its log, its passwords, and a lock that the
 * kernel takes back when our process ends in whatever way.
 */
final class ClusterFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lockFile;

  private ClusterFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if need be and takes it for this process.
   *
   * @throws FolderInUse while another process holds it
   * @throws FolderNotWritable when it cannot be made or written
   */
  static ClusterFolder take(Path wanted) {
    Path folder = wanted.toAbsolutePath().normalize();
    FileChannel lockFile;
    try {
      Files.createDirectories(folder.getParent());
      makePrivate(folder);
      folder = folder.toRealPath();
      lockFile = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
    } catch (IOException e) {
      throw new FolderNotWritable(folder, e);
    }
    if (!lock(lockFile)) {
      close(lockFile);
      throw new FolderInUse(folder);
    }
    return new ClusterFolder(folder, lockFile);
  }

  Path path() {
    return folder;
  }

  Path cluster() {
    return folder.resolve("cluster");
  }

  /** Where a new cluster is made; it becomes {@link #cluster} by one rename. */
  Path unfinishedCluster() {
    return folder.resolve("cluster.new");
  }

  Path log() {
    return folder.resolve("postgres.log");
  }

  boolean hasCluster() {
    return Files.isDirectory(cluster());
  }

  /**
   * The password of a role: random, drawn before the first start and kept in a file that only its
   * owner reads.
   */
  String password(String role) {
    try {
      Path file = folder.resolve("passwords");
      if (!Files.exists(file)) {
        if (hasCluster()) {
          throw new CannotRun(
              file + " is gone: put it back or give --data another folder",
              file + " 파일이 없습니다: 파일을 복원하거나 --data에 다른 폴더를 지정하십시오");
        }
        drawPasswords(file);
      }
      var passwords = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        passwords.load(reader);
      }
      String password = passwords.getProperty(role);
      if (password == null) {
        throw new CannotRun(
            file + " holds no password of " + role + ": put it back as it was",
            file + " 파일에 " + role + "의 비밀번호가 없습니다: 원래 파일로 복원하십시오");
      }
      return password;
    } catch (IOException e) {
      throw new FolderNotWritable(folder, e);
    }
  }

  /** The last lines of the server's log, for a message; empty when there are none. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    } catch (IOException _) {
      return "";
    }
  }

  /** Every process that works in the cluster: the postmaster names it as its own folder. */
  List<ProcessHandle> servers() {
    var servers = new ArrayList<ProcessHandle>();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.filter(this::worksInCluster).forEach(servers::add);
    }
    return servers;
  }

  @Override
  public void close() {
    close(lockFile);
  }

  private boolean worksInCluster(ProcessHandle process) {
    try {
      Path at = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
      return at.equals(cluster());
    } catch (IOException _) {
      return false; // gone, or somebody else's
    }
  }

  private static void makePrivate(Path folder) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static boolean lock(FileChannel lockFile) {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException | IOException _) {
      return false; // this very process, or a file system that cannot lock
    }
  }

  private static void drawPasswords(Path file) throws IOException {
    var random = new SecureRandom();
    var text = new StringBuilder();
    for (String role :
        List.of("postgres", "tunnelscope_migrate", "tunnelscope_app", "tunnelscope_system")) {
      byte[] bytes = new byte[24];
      random.nextBytes(bytes);
      text.append(role).append('=').append(HexFormat.of().formatHex(bytes)).append('\n');
    }
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "passwords.",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text, UTF_8);
    Files.move(fresh, file, ATOMIC_MOVE);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // The lock goes with the process at the latest.
    }
  }
}
