package io.tunnelscope.app.providers.uploaded;

import io.tunnelscope.core.bundle.LogSource;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** What a person sent to be read. */
public interface UploadedLogs {

  /** Makes something of logs; they are there until it returns. */
  @FunctionalInterface
  interface Reader<T> {
    T read(List<LogSource> logs) throws IOException;
  }

  /**
   * Reads the stored upload of that run, as it was sent, on a thread that may block. Fails with
   * {@link IOException} when it is not there or cannot be read.
   */
  <T> Future<T> read(UUID tenant, UUID run, Reader<T> reader);
}
