package io.tunnelscope.app.providers.simulated;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gateways that are not there, for demo and tests: every fault of the table can be had by name. The
 * evidence is read out of the very log files that are handed back, so the diagnosis is a real one.
 */
public final class SimulatedEvidence implements EvidenceProvider {
  private static final List<String> PROBES =
      List.of(
          "gateway",
          "health-probe",
          "connections",
          "connection-stats",
          "cpu",
          "ike-logs",
          "bundle");

  private final Vertx vertx;
  private final Clock clock;
  private final boolean takesTime;

  public SimulatedEvidence(Vertx vertx, Clock clock) {
    this(vertx, clock, true);
  }

  private SimulatedEvidence(Vertx vertx, Clock clock, boolean takesTime) {
    this.vertx = vertx;
    this.clock = clock;
    this.takesTime = takesTime;
  }

  /** Answers without the pauses of a real gateway: for history that is made up. */
  public static SimulatedEvidence atOnce(Vertx vertx, Clock clock) {
    return new SimulatedEvidence(vertx, clock, false);
  }

  @Override
  public Future<Collected> collect(Request request, Deadline deadline, Progress progress) {
    var scenario = Scenario.of(request.target());
    return probe(takesTime ? 0 : PROBES.size(), scenario, deadline, progress)
        .compose(_ -> vertx.executeBlocking(() -> look(request, scenario), false));
  }

  private Future<Void> probe(int step, Scenario scenario, Deadline deadline, Progress progress) {
    if (step == PROBES.size()) {
      return Future.succeededFuture();
    }
    if (progress.isCancelled() || deadline.isOver()) {
      return Future.failedFuture(new CollectFailed(new CollectFailure.TimedOut()));
    }
    progress.probe(PROBES.get(step), 10 + 70 * step / PROBES.size());
    return vertx
        .timer(Math.max(1, scenario.time().toMillis() / PROBES.size()), TimeUnit.MILLISECONDS)
        .compose(_ -> probe(step + 1, scenario, deadline, progress));
  }

  private Collected look(Request request, Scenario scenario) {
    var now = clock.instant();
    var logs = Logs.of(scenario, now);
    var resources =
        EvidenceSet.builder(scenario.scope(), now)
            .target(request.target().id())
            .addAll(Resources.of(scenario, logs))
            .build();
    if (logs.isEmpty()) {
      return new Collected(resources, logs);
    }
    try {
      var sources = logs.stream().map(BundleFile::source).toList();
      var read = new BundleReader(Limits.ofUploads()).read(sources, scenario.scope(), now);
      return new Collected(resources.with(read), logs);
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot read what was just written", unreadable);
    }
  }
}
