package io.tunnelscope.app.db;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.tunnelscope.app.db.EmbeddedPostgresFailure.CannotRun;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The Postgres programs that are packed in our jar, unpacked once a machine and user. The folder's
 * name carries the hash of the archive and appears by one rename, so a second start at the same
 * time or one that was killed half-way leaves nothing broken.
 */
final class PostgresBinaries {
  private final Path bin;

  private PostgresBinaries(Path folder) {
    this.bin = folder.resolve("bin");
  }

  /**
   * @param fallback holds the programs where the user has no cache folder that can be written
   * @throws CannotRun when there is no archive for this machine or no room for it
   */
  static PostgresBinaries unpacked(Path fallback) {
    String archive = archive();
    try {
      Path folder = cache(fallback).resolve("postgres-" + hash(archive));
      if (!Files.isDirectory(folder)) {
        unpack(archive, folder);
      }
      return new PostgresBinaries(folder);
    } catch (IOException e) {
      throw new CannotRun(
          "the Postgres programs cannot be unpacked: make room or check " + fallback,
          "Postgres 프로그램의 압축을 풀 수 없습니다: 디스크 공간을 확보하거나 " + fallback + " 폴더를 확인하십시오",
          e);
    }
  }

  /** The path of a program, like {@code pg_ctl}. */
  String program(String name) {
    return bin.resolve(name).toString();
  }

  private static String archive() {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
    String name =
        switch (machine) {
          case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
          case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
          default -> "";
        };
    if (!linux || name.isEmpty()) {
      throw new CannotRun(
          "there is no packed Postgres for this machine ("
              + machine
              + "): use serve with a Postgres of your own",
          "이 컴퓨터(" + machine + ")용 Postgres가 포함되어 있지 않습니다: 별도의 Postgres를 준비하여 serve를 사용하십시오");
    }
    return name;
  }

  private static Path cache(Path fallback) throws IOException {
    String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path user = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    try {
      return Files.createDirectories(user.resolve("tunnelscope"));
    } catch (IOException _) {
      return Files.createDirectories(fallback);
    }
  }

  private static String hash(String archive) throws IOException {
    try (InputStream in = open(archive)) {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream open(String archive) {
    InputStream in = PostgresBinaries.class.getResourceAsStream(archive);
    if (in == null) {
      throw new CannotRun(
          "the jar holds no " + archive + ": build it again",
          "jar에 " + archive + " 파일이 없습니다: 다시 빌드하십시오");
    }
    return in;
  }

  private static void unpack(String archive, Path folder) throws IOException {
    Path parent = folder.getParent();
    Path fresh = Files.createTempDirectory(parent, folder.getFileName() + ".");
    try (var tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(open(archive), 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(fresh, entry, tar);
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, folder, ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) { // else: another start was faster
        throw e;
      }
    } finally {
      delete(fresh);
    }
  }

  private static void write(Path folder, TarArchiveEntry entry, InputStream in) throws IOException {
    Path path = folder.resolve(entry.getName()).normalize();
    if (!path.startsWith(folder)) {
      throw new IOException("entry outside of the folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(path.getParent());
      Files.copy(in, path);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(path, executable());
      }
    }
  }

  private static Set<PosixFilePermission> executable() {
    return EnumSet.copyOf(PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
