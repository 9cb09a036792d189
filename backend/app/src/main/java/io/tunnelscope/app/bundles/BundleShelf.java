package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where the zips of bundles lie, each under its {@link BundleKey}. A zip is there as a whole or not
 * at all. Blocks; any worker thread. Fails with {@link NoSuchFileException} for a zip that is not
 * there, with another {@link IOException} when the shelf cannot be reached.
 */
sealed interface BundleShelf permits BundleFolder, BundleContainer {

  /**
   * Puts a zip there; when this returns it survives a crash of the machine.
   *
   * @param whole a file of the spool, which may be moved away
   */
  void put(String key, Path whole) throws IOException;

  /** From its first byte on, at the reader's pace. */
  InputStream open(String key) throws IOException;

  /** The zip as a file of this machine, for those who read in the middle of it. */
  LentZip lend(StoredBundle bundle) throws IOException;

  /** Nothing happens when it is not there. */
  void remove(String key) throws IOException;

  /** Removes all that a tenant has here; nothing happens without any. May take long. */
  void removeAll(TenantId tenant) throws IOException;
}
