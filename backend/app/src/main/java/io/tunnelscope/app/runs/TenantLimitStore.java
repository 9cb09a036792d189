package io.tunnelscope.app.runs;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** What tenants may have of the queue: for them to read, for the operator to change. */
public final class TenantLimitStore {
  private final Db db;
  private final RunQueue queue;
  private final AuditLog audit;

  public TenantLimitStore(Db db, RunQueue queue, AuditLog audit) {
    this.db = db;
    this.queue = queue;
    this.audit = audit;
  }

  public Future<TenantLimits.Use> read(TenantId tenant) {
    return db.inTenant(tenant, c -> read(c, tenant));
  }

  /**
   * Changes them for the operator of the installation, whose role alone may, and tells the audit of
   * the tenant both sides. Where more may run now, what waited for that is let in at once; where
   * less may, what has not begun waits.
   */
  public Future<TenantLimits.Use> change(TenantId tenant, TenantLimits.Change wanted) {
    return db.inTenant(
        tenant,
        c ->
            queue
                .lockShare(c, tenant)
                .compose(_ -> read(c, tenant))
                .compose(before -> change(c, tenant, before.limits(), wanted))
                .compose(_ -> read(c, tenant)));
  }

  private Future<Void> change(
      SqlConnection c, TenantId tenant, TenantLimits before, TenantLimits.Change wanted) {
    var after = wanted.of(before);
    if (after.equals(before)) {
      return Future.succeededFuture();
    }
    return write(c, tenant, after)
        .compose(
            _ ->
                audit.record(
                    c,
                    Principal.system(tenant),
                    "tenant.limits",
                    Optional.of(tenant.toString()),
                    new JsonObject()
                        .put("by", "command line of the installation")
                        .put("before", before.toJson())
                        .put("after", after.toJson())));
  }

  private static Future<Void> write(SqlConnection c, TenantId tenant, TenantLimits after) {
    return c.preparedQuery(
            "UPDATE tenant SET queue_limit = $2, running_limit = $3 WHERE tenant_id = $1")
        .execute(Tuple.of(tenant.value(), after.queued(), after.running()))
        .compose(
            _ ->
                c.preparedQuery("UPDATE tenant_share SET weight = $2 WHERE tenant_id = $1")
                    .execute(Tuple.of(tenant.value(), after.weight())))
        .compose(
            _ ->
                c.preparedQuery("SELECT app.queue_fit($1)::text").execute(Tuple.of(tenant.value())))
        .mapEmpty();
  }

  /** Of a tenant that never asked for a run, too. */
  private static Future<TenantLimits.Use> read(SqlConnection c, TenantId tenant) {
    return c.preparedQuery(
            """
            SELECT t.queue_limit, t.running_limit, coalesce(s.weight, 1) AS weight,
                   coalesce(s.open_runs, 0) AS open_runs, coalesce(s.active, 0) AS active
              FROM tenant t LEFT JOIN tenant_share s USING (tenant_id)
             WHERE t.tenant_id = $1
            """)
        .execute(Tuple.of(tenant.value()))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new TenantLimits.Use(
                    new TenantLimits(
                        row.getInteger("queue_limit"),
                        row.getInteger("running_limit"),
                        row.getInteger("weight")),
                    row.getInteger("open_runs"),
                    row.getInteger("active")));
  }
}
