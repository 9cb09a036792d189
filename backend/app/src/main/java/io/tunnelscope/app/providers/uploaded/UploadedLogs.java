package io.tunnelscope.app.providers.uploaded;

import io.tunnelscope.core.bundle.LogSource;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** What a person sent to be read. */
public interface UploadedLogs {

  /**
   * The stored upload of that run, as it was sent. Blocks; called on a worker thread.
   *
   * @throws IOException when it is not there or cannot be read
   */
  List<LogSource> open(UUID tenant, UUID run) throws IOException;
}
