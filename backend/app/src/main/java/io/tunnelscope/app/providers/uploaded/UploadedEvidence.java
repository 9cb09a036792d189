package io.tunnelscope.app.providers.uploaded;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.LogSource;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Reads the logs that a person sent. What was sent is kept already, so no log files come back. */
public final class UploadedEvidence implements EvidenceProvider {
  private final Clock clock;
  private final UploadedLogs logs;

  public UploadedEvidence(Clock clock, UploadedLogs logs) {
    this.clock = clock;
    this.logs = logs;
  }

  @Override
  public Future<Collected> collect(Request request, Deadline deadline, Progress progress) {
    progress.probe("uploaded-logs", 10);
    return logs.read(request.tenant(), request.run(), sources -> read(request, sources))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof IOException
                        ? new CollectFailed(new CollectFailure.Unreadable())
                        : failure));
  }

  private Collected read(Request request, List<LogSource> sources) throws IOException {
    var read = new BundleReader(Limits.ofUploads()).read(sources, Scope.LOGS, clock.instant());
    var evidence =
        EvidenceSet.builder(Scope.LOGS, read.observedAt())
            .target(request.target().id())
            .build()
            .with(read);
    return new Collected(evidence, List.of());
  }
}
