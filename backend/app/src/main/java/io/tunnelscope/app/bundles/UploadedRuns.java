package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.RunId;
import io.vertx.core.Future;

/** Starts the run of an upload: the port through which this package reaches runs. */
public interface UploadedRuns {

  /**
   * The run that was started.
   *
   * @param target its resource id
   */
  record StartedRun(RunId id, String state, String target) {}

  /**
   * In one transaction: the run, its queue entry, its bundle and files, the audit entry. When it
   * fails nothing was written, and the caller takes the stored bundle away again.
   */
  Future<StartedRun> start(Upload upload);
}
