package io.tunnelscope.app.bundles;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.bundles.ExpiredBundleStore.Expired;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes bundles that have been kept for as long as their tenant wants. Findings, proof lines and
 * history stay. Several nodes may do so at once. Any thread.
 */
public final class BundleRetention {
  private static final Logger LOG = LoggerFactory.getLogger(BundleRetention.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration FIRST = Duration.ofMinutes(5);

  /** Removed between two looks into the database. */
  private static final int AT_ONCE = 50;

  private final ExpiredBundleStore records;
  private final BundleStore bundles;

  public BundleRetention(Db db, AuditLog audit, BundleStore bundles) {
    this.records = new ExpiredBundleStore(db, audit);
    this.bundles = bundles;
  }

  /** From now on once an hour, until Vert.x is closed. */
  public void start(Vertx vertx) {
    vertx.setTimer(FIRST.toMillis(), _ -> sweepAndGoOn(vertx));
  }

  private void sweepAndGoOn(Vertx vertx) {
    sweep().onComplete(_ -> vertx.setTimer(EVERY.toMillis(), _ -> sweepAndGoOn(vertx)));
  }

  /** Once through all tenants. Never fails: what could not be removed is tried the next time. */
  public Future<Void> sweep() {
    return records.tenants().compose(this::sweepEach).recover(BundleRetention::later);
  }

  /** One after the other: nobody waits for this, and others need the database. */
  private Future<Void> sweepEach(List<TenantId> tenants) {
    Future<Void> all = Future.succeededFuture();
    for (var tenant : tenants) {
      all = all.compose(_ -> sweep(tenant).recover(BundleRetention::later));
    }
    return all;
  }

  private Future<Void> sweep(TenantId tenant) {
    return records
        .mark(tenant, AT_ONCE)
        .compose(
            expired ->
                expired.isEmpty()
                    ? Future.succeededFuture()
                    : remove(tenant, expired).compose(gone -> forget(tenant, expired, gone)));
  }

  private Future<Void> forget(TenantId tenant, List<Expired> expired, List<Expired> gone) {
    if (gone.isEmpty()) {
      return Future.succeededFuture(); // the store is down
    }
    var forgotten = records.forget(tenant, gone);
    return expired.size() < AT_ONCE ? forgotten : forgotten.compose(_ -> sweep(tenant));
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
              .recover(BundleRetention::later);
    }
    return all.map(gone);
  }

  private static Future<Void> later(Throwable failure) {
    LOG.atWarn()
        .addKeyValue("failure", failure.getClass().getSimpleName())
        .log("bundles outlive their time");
    return Future.succeededFuture();
  }
}
