package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** All bundles of one tenant in a store, for the operator of an installation. Blocks. */
public final class TenantBundles {
  private final Path root;

  /**
   * @param folder of the store, which other processes may have open
   */
  public TenantBundles(Path folder) {
    this.root = folder.toAbsolutePath().normalize();
  }

  /**
   * @throws NoSuchFileException when it is not there, or the key is none of that tenant
   */
  public InputStream open(TenantId tenant, String key) throws IOException {
    if (!BundleFolder.isKeyOf(tenant, key)) {
      throw new NoSuchFileException("no key of this store");
    }
    return Files.newInputStream(root.resolve(key));
  }

  /** Removes them, whether or not the database knows of them. Nothing happens without any. */
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
}
