package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.uploaded.UploadedLogs;
import io.tunnelscope.core.bundle.LogSource;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Gives stored uploads back to the provider that reads them. */
public final class StoredUploads implements UploadedLogs {
  private final BundleStore store;

  public StoredUploads(BundleStore store) {
    this.store = store;
  }

  @Override
  public List<LogSource> open(UUID tenant, UUID run) throws IOException {
    return ZippedLogs.sources(store.folder().findUpload(new TenantId(tenant), new RunId(run)));
  }
}
