package io.tunnelscope.app.schedules;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.runs.RunQueue;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.Runs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whose turn it is and takes it. Each node has one; together they start each run once,
 * tenants side by side and each in its turn, however much one of them has to start. Any thread.
 */
public final class Ticker {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** Tenants that this node serves at once; a tenant is served by one node at a time. */
  private static final int SIDE_BY_SIDE = 4;

  /** Parts of turns that one of them does between two looks; what is left goes on at once. */
  private static final int PARTS = 50;

  private static final Duration SOON = Duration.ofMillis(1);

  /** How often is looked for schedules whose makers may not start runs any more. */
  private static final Duration ORPHANS_EVERY = Duration.ofMinutes(1);

  private static final int ORPHANS_AT_ONCE = 100;

  private final TurnStore store;
  private final Turns turns;

  public Ticker(
      Db db, AuditLog audit, TargetStore targets, RunQueue queue, RunStore runStore, Runs runs) {
    this.store = new TurnStore(db, audit, queue, runStore);
    this.turns = new Turns(store, targets, runs);
  }

  /** From now on every two seconds, until Vert.x is closed. */
  public void start(Vertx vertx) {
    lookAfter(vertx, EVERY);
    stopAfter(vertx);
  }

  private void lookAfter(Vertx vertx, Duration rest) {
    vertx.setTimer(
        rest.toMillis(), _ -> tick().onSuccess(more -> lookAfter(vertx, more ? SOON : EVERY)));
  }

  private void stopAfter(Vertx vertx) {
    vertx.setTimer(ORPHANS_EVERY.toMillis(), _ -> stopOrphans().onComplete(_ -> stopAfter(vertx)));
  }

  /**
   * Takes turns that have come. Never fails: what did not work is tried again.
   *
   * @return whether more may be left
   */
  public Future<Boolean> tick() {
    var lines = IntStream.range(0, SIDE_BY_SIDE).mapToObj(_ -> serve(PARTS)).toList();
    return Future.all(lines).map(_ -> lines.stream().anyMatch(Future::result));
  }

  private Future<Boolean> serve(int parts) {
    return parts == 0
        ? Future.succeededFuture(true)
        : store
            .claim()
            .compose(
                claim ->
                    claim.isEmpty()
                        ? Future.succeededFuture(false)
                        : turns
                            .take(claim.get())
                            .recover(Ticker::later)
                            .compose(_ -> serve(parts - 1)))
            .recover(failure -> later(failure).map(false));
  }

  /** Writes down which schedules have stopped because their makers may not start runs any more. */
  public Future<Void> stopOrphans() {
    return store.orphans(ORPHANS_AT_ONCE).compose(this::stopEach).recover(Ticker::later);
  }

  private Future<Void> stopEach(List<TurnStore.Claim> all) {
    Future<Void> stopped = Future.succeededFuture();
    for (var each : all) {
      stopped =
          stopped.compose(_ -> turns.stop(each.tenant(), each.schedule()).recover(Ticker::later));
    }
    return stopped;
  }

  private static Future<Void> later(Throwable failure) {
    LOG.atWarn().addKeyValue("failure", failure.getClass().getSimpleName()).log("schedules wait");
    return Future.succeededFuture();
  }
}
