package io.tunnelscope.app.bundles;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.bundles.ExpiredBundleStore.Expired;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.tenants.TenantSweep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes bundles that have been kept for as long as their tenant wants. Findings, proof lines and
 * history stay. Several nodes may do so at once. Any thread.
 */
public final class BundleRetention {
  /** Removed between two looks into the database. */
  private static final int AT_ONCE = 50;

  private final ExpiredBundleStore records;
  private final BundleStore bundles;
  private final TenantSweep sweep;

  public BundleRetention(Db db, AuditLog audit, BundleStore bundles) {
    this.records = new ExpiredBundleStore(db, audit);
    this.bundles = bundles;
    this.sweep = new TenantSweep(db, "bundles outlive their time", this::sweep);
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
    return records
        .mark(tenant, AT_ONCE)
        .compose(
            expired ->
                expired.isEmpty()
                    ? Future.succeededFuture(false)
                    : remove(tenant, expired).compose(gone -> forget(tenant, expired, gone)));
  }

  private Future<Boolean> forget(TenantId tenant, List<Expired> expired, List<Expired> gone) {
    if (gone.isEmpty()) {
      return Future.succeededFuture(false); // the store is down
    }
    return records.forget(tenant, gone).map(expired.size() == AT_ONCE);
  }

  /** Those whose bytes are gone now. */
  private Future<List<Expired>> remove(TenantId tenant, List<Expired> expired) {
    var gone = new ArrayList<Expired>(expired.size());
    Future<Void> all = Future.succeededFuture();
    for (var each : expired) {
      all =
          all.compose(_ -> bundles.remove(tenant, each.bundle()))
              .<Void>map(
                  _ -> {
                    gone.add(each);
                    return null;
                  })
              .recover(sweep::later);
    }
    return all.map(gone);
  }
}
