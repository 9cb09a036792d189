package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/** All bundles of one tenant in a store, for the operator of an installation. Blocks. */
public final class TenantBundles {
  private final BundleShelf shelf;

  public TenantBundles(BundleStore store) {
    this.shelf = store.shelf();
  }

  /**
   * @throws NoSuchFileException when it is not there, or the key is none of that tenant
   */
  public InputStream open(TenantId tenant, String key) throws IOException {
    return shelf.open(BundleKey.check(tenant, key));
  }

  /** Removes them, whether or not the database knows of them. Nothing happens without any. */
  public void removeAll(TenantId tenant) throws IOException {
    shelf.removeAll(tenant);
  }
}
