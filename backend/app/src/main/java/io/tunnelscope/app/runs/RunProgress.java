package io.tunnelscope.app.runs;

import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.tunnelscope.app.runs.Stopped.Why;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the watchers of a run how far it is. Writes one after the other; while one is on its way
 * only the newest probe waits, so a chatty provider costs no more than the database gives.
 */
final class RunProgress implements Progress {
  private final Lease lease;
  private final WorkStore store;
  private final RunSignals signals;
  private final Context context;
  private final RunStop stop;
  private final AtomicReference<JsonObject> newest = new AtomicReference<>();
  private Future<Void> writing = Future.succeededFuture();

  RunProgress(Lease lease, WorkStore store, RunSignals signals, Context context, RunStop stop) {
    this.lease = lease;
    this.store = store;
    this.signals = signals;
    this.context = context;
    this.stop = stop;
  }

  /** Completes when it is written, or could not be: a run does not fail for want of an audience. */
  Future<Void> step(String step, int percent) {
    var body = new JsonObject().put("step", step).put("percent", percent);
    writing = writing.transform(_ -> write(body));
    return writing;
  }

  @Override
  public void probe(String probe, int percent) {
    var body = new JsonObject().put("step", "probe").put("probe", probe).put("percent", percent);
    if (newest.getAndSet(body) == null) {
      context.runOnContext(_ -> writing = writing.transform(_ -> writeNewest()));
    }
  }

  private Future<Void> writeNewest() {
    return write(newest.getAndSet(null));
  }

  private Future<Void> write(JsonObject body) {
    return store
        .progress(lease, body)
        .onSuccess(_ -> signals.told(lease.run()))
        .onFailure(
            failure -> {
              if (failure instanceof LeaseLost) {
                stop.because(Why.LEASE_LOST);
              }
            })
        .otherwiseEmpty();
  }

  @Override
  public boolean isCancelled() {
    return stop.isStopped();
  }
}
