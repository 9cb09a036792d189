package io.tunnelscope.app.bench;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.bundles.BundleRecordStore;
import io.tunnelscope.app.cli.Terminal;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.runs.LaneQueue;
import io.tunnelscope.app.runs.RunQueue;
import io.tunnelscope.app.runs.RunSignals;
import io.tunnelscope.app.runs.RunWorker;
import io.tunnelscope.app.runs.WorkStore;
import io.tunnelscope.app.runs.WorkerOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One worker process of the benchmark: the product's worker, with runs that only take time. */
final class QueueBenchWorker {
  static final String READY = "R";
  private static final Duration USUAL_LEASE = Duration.ofSeconds(30);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int FLUSH_MS = 25;

  private QueueBenchWorker() {}

  /** Works until stdin ends. */
  static void run(Terminal terminal, QueueWorkload workload, Db db, Vertx vertx)
      throws IOException {
    var lease = workload.lease().isZero() ? USUAL_LEASE : workload.lease();
    var lanes = new LaneQueue(db, lease);
    var clock = terminal.clock();
    var store =
        new WorkStore(db, new RunQueue(), lanes, new AuditLog(), new BundleRecordStore(db), clock);
    var out = terminal.out();
    var alarms = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    // A job must be on record before it is settled, or a kill would hide it.
    boolean crash = workload.kind().equals("crash");
    if (!crash) {
      var _ = alarms.scheduleAtFixedRate(out::flush, FLUSH_MS, FLUSH_MS, TimeUnit.MILLISECONDS);
    }
    var options =
        new WorkerOptions(
            new Uuid7(clock, new SecureRandom()).next(),
            workload.slots(),
            Duration.ofMillis(500),
            lease.dividedBy(4),
            lease,
            workload.cap(),
            RETRY_AFTER);
    var worker =
        RunWorker.deploy(
                vertx,
                lanes,
                store,
                new RunSignals(),
                (held, _) ->
                    new PausingWork(
                        held,
                        workload.sleep(),
                        alarms,
                        line -> {
                          out.line(line);
                          if (crash) {
                            out.flush();
                          }
                        }),
                options)
            .await();
    out.line(READY);
    out.flush();
    terminal.in().transferTo(OutputStream.nullOutputStream());
    worker.drain(GRACE).await();
    out.flush();
  }
}
