package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Bundles as files of a folder, {@code tenant/run/…zip}. Names are made here of ids; nothing that a
 * person sends becomes part of a path. A file is there as a whole or not at all. Blocks; any
 * thread.
 */
final class BundleFolder {
  private static final Pattern KEY =
      Pattern.compile("[0-9a-f-]{36}/[0-9a-f-]{36}/(?:uploaded|written-[0-9a-f-]{36})\\.zip");

  private final Path root;
  private final Spool spool;
  private final Uuid7 ids;

  private BundleFolder(Path root, Spool spool, Uuid7 ids) {
    this.root = root;
    this.spool = spool;
    this.ids = ids;
  }

  /** Gives the bytes of a bundle. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static BundleFolder open(Path folder, Uuid7 ids) throws IOException {
    var root = Spool.privateFolder(folder.toAbsolutePath().normalize());
    return new BundleFolder(root, Spool.open(root.resolve("incoming"), ids), ids);
  }

  Spool spool() {
    return spool;
  }

  /** Stores a bundle; when this returns it survives a crash of the machine. */
  StoredBundle write(TenantId tenant, RunId run, String origin, Content content)
      throws IOException {
    var key = key(tenant, run, origin);
    var target = root.resolve(key);
    var temporary = spool.newFile();
    try {
      var sha256 = writeDown(temporary, content);
      Spool.privateFolder(target.getParent());
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      for (var folder = target.getParent(); !folder.equals(root); folder = folder.getParent()) {
        force(folder);
      }
      force(root);
      return new StoredBundle(origin, key, Files.size(target), sha256);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Where the bundle lies.
   *
   * @throws NoSuchFileException when it is not there
   */
  Path find(TenantId tenant, String key) throws IOException {
    var path = path(tenant, key);
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(key);
    }
    return path;
  }

  /** The upload of a run, whether it is written down in the database already or not. */
  Path findUpload(TenantId tenant, RunId run) throws IOException {
    return find(tenant, key(tenant, run, StoredBundle.UPLOADED));
  }

  void remove(TenantId tenant, String key) throws IOException {
    var path = path(tenant, key);
    Files.deleteIfExists(path);
    try (var others = Files.list(path.getParent())) {
      if (others.findAny().isPresent()) {
        return;
      }
    } catch (NoSuchFileException _) {
      return;
    }
    Files.deleteIfExists(path.getParent());
  }

  /** A run may be tried twice, and the first try may still be writing: its files do not meet. */
  private String key(TenantId tenant, RunId run, String origin) {
    var name =
        switch (origin) {
          case StoredBundle.UPLOADED -> origin;
          case StoredBundle.WRITTEN -> origin + "-" + ids.next();
          default -> throw new IllegalArgumentException("unknown origin of a bundle");
        };
    return tenant + "/" + run + "/" + name + ".zip";
  }

  /** A key of another tenant or of another shape is a bug, or somebody wrote into the database. */
  private Path path(TenantId tenant, String key) throws NoSuchFileException {
    if (!isKeyOf(tenant, key)) {
      throw new NoSuchFileException("no key of this store");
    }
    return root.resolve(key);
  }

  static boolean isKeyOf(TenantId tenant, String key) {
    return KEY.matcher(key).matches() && key.startsWith(tenant + "/");
  }

  private static String writeDown(Path file, Content content) throws IOException {
    var digest = sha256();
    try (var channel = Spool.newChannel(file)) {
      var out =
          new BufferedOutputStream(
              new DigestOutputStream(Channels.newOutputStream(channel), digest), 1 << 16);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
