package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.tenants.TenantSweep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Takes away what nobody needs any more of what the bot remembers, once an hour and a little at a
 * time: its other rows go with what they hang on, or are what people settled. Any thread.
 */
final class SlackSweep {
  private final TenantSweep sweep;

  SlackSweep(Db db) {
    var forgotten = new ForgottenStore(db);
    this.sweep = new TenantSweep(db, "the bot remembers more than it needs", forgotten::remove);
  }

  /** From now on once an hour, until Vert.x is closed. */
  void start(Vertx vertx) {
    sweep.start(vertx);
  }

  /** Once through all tenants. Never fails. */
  Future<Void> sweep() {
    return sweep.once();
  }
}
