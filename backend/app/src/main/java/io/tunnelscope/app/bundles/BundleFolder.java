package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.TenantId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Zips as files of a folder. The spool must be on the same file system. */
final class BundleFolder implements BundleShelf {
  private final Path root;

  BundleFolder(Path root) {
    this.root = root;
  }

  @Override
  public void put(String key, Path whole) throws IOException {
    var target = root.resolve(key);
    Spool.privateFolder(target.getParent());
    Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
    for (var folder = target.getParent(); !folder.equals(root); folder = folder.getParent()) {
      force(folder);
    }
    force(root);
  }

  @Override
  public InputStream open(String key) throws IOException {
    return new BufferedInputStream(Files.newInputStream(root.resolve(key)), 1 << 16);
  }

  @Override
  public LentZip lend(StoredBundle bundle) throws IOException {
    var path = root.resolve(bundle.storeKey());
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(bundle.storeKey());
    }
    return new LentZip(path, () -> {});
  }

  @Override
  public void remove(String key) throws IOException {
    var path = root.resolve(key);
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

  @Override
  public void removeAll(TenantId tenant) throws IOException {
    var folder = root.resolve(tenant.toString());
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) { // follows no links
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
