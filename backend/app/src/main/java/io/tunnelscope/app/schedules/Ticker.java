package io.tunnelscope.app.schedules;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.runs.Runs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whose turn it is and takes it. Each node has one; together they start each run once. Any
 * thread.
 */
public final class Ticker {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** Turns between two looks; the rest is due at the next one. */
  private static final int AT_ONCE = 100;

  private final TurnStore store;
  private final Turns turns;

  public Ticker(Db db, AuditLog audit, TargetStore targets, Runs runs) {
    this.store = new TurnStore(db, audit);
    this.turns = new Turns(store, targets, runs);
  }

  /** From now on every two seconds, until Vert.x is closed. */
  public void start(Vertx vertx) {
    vertx.setTimer(EVERY.toMillis(), _ -> tick().onComplete(_ -> start(vertx)));
  }

  /** Takes the turns that have come. Never fails: what did not work is tried the next time. */
  public Future<Void> tick() {
    return store.due(AT_ONCE).compose(this::takeEach).recover(Ticker::later);
  }

  private Future<Void> takeEach(List<TurnStore.Due> all) {
    Future<Void> taken = Future.succeededFuture();
    for (var due : all) {
      taken = taken.compose(_ -> turns.take(due.tenant(), due.schedule()).recover(Ticker::later));
    }
    return taken;
  }

  private static Future<Void> later(Throwable failure) {
    LOG.atWarn().addKeyValue("failure", failure.getClass().getSimpleName()).log("schedules wait");
    return Future.succeededFuture();
  }
}
