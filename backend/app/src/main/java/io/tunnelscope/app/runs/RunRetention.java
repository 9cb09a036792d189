package io.tunnelscope.app.runs;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.tenants.TenantSweep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * Removes finished runs that have been kept for as long as their tenant wants, with what was seen
 * and found in them; the audit keeps that there were any. The bytes of their bundles go first, by
 * {@link io.tunnelscope.app.bundles.BundleRetention}: a run that still has a bundle waits for that.
 * Several nodes may do so at once. Any thread.
 */
public final class RunRetention {
  /** In one transaction: each takes hundreds of rows along. */
  private static final int AT_ONCE = 200;

  private final ExpiredRunStore runs;
  private final Clock clock;
  private final TenantSweep sweep;

  public RunRetention(Db db, AuditLog audit, Clock clock) {
    this.runs = new ExpiredRunStore(db, audit);
    this.clock = clock;
    this.sweep = new TenantSweep(db, "runs outlive their time", this::sweep);
  }

  /** From now on once an hour, until Vert.x is closed. */
  public void start(Vertx vertx) {
    sweep.start(vertx);
  }

  /** Once through all tenants. Never fails: what could not be removed is tried the next time. */
  public Future<Void> sweep() {
    return sweep.once();
  }

  private Future<Boolean> sweep(TenantId tenant) {
    return runs.remove(tenant, clock.instant(), AT_ONCE).map(removed -> removed == AT_ONCE);
  }
}
