package io.tunnelscope.app.runs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what nobody else does: lanes whose rest is over, and runs whose processes are gone.
 * Apart from the work of a worker, as a lane or a share that somebody sits on must not hold up its
 * renewals. On the context of the worker alone.
 */
final class Reaper {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
  private static final int AT_ONCE = 100;

  private final LaneQueue lanes;
  private final WorkStore store;
  private final RunSignals signals;
  private Optional<Runnable> ticking = Optional.empty();
  private boolean busy;

  Reaper(LaneQueue lanes, WorkStore store, RunSignals signals) {
    this.lanes = lanes;
    this.store = store;
    this.signals = signals;
  }

  /** Looks that often from now on, one look at a time. */
  void start(Vertx vertx, Duration every) {
    long timer = vertx.setPeriodic(every.toMillis(), _ -> look());
    ticking = Optional.of(() -> vertx.cancelTimer(timer));
  }

  /** Begins no look any more. */
  void stop() {
    ticking.ifPresent(Runnable::run);
    ticking = Optional.empty();
  }

  private void look() {
    if (busy) {
      return;
    }
    busy = true;
    lanes
        .wake(AT_ONCE)
        .compose(
            woken -> lanes.expired(AT_ONCE).compose(lost -> reap(lost).map(woken + lost.size())))
        .onSuccess(
            ready -> {
              if (ready > 0) {
                signals.ready();
              }
            })
        .onFailure(
            outage ->
                LOG.atWarn()
                    .addKeyValue("failure", outage.getClass().getSimpleName())
                    .log("expired runs not reachable"))
        .onComplete(_ -> busy = false);
  }

  private Future<Void> reap(List<Lease> expired) {
    Future<Void> done = Future.succeededFuture();
    for (var lease : expired) {
      done = done.compose(_ -> reap(lease));
    }
    return done;
  }

  /** One that fails does not keep the others from it. */
  private Future<Void> reap(Lease lease) {
    return store
        .reap(lease)
        .onSuccess(
            state ->
                LOG.atWarn()
                    .addKeyValue("tenant", lease.tenant())
                    .addKeyValue("run", lease.run())
                    .addKeyValue("state", state)
                    .log("lease ended without a result"))
        .onFailure(
            failure -> {
              // A lost one was renewed or settled meanwhile: nothing is wrong.
              if (!(failure instanceof LeaseLost)) {
                LOG.atWarn().addKeyValue("run", lease.run()).log("expired run left for later");
              }
            })
        .onComplete(_ -> signals.told(lease.run()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
