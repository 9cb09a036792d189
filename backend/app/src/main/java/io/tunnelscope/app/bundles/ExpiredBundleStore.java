package io.tunnelscope.app.bundles;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Bundles that have been kept for as long as their tenant wants them or their runs. One is marked
 * first, so that nobody fetches it; then its bytes go; then its row. A mark that is an hour old was
 * left by somebody who died in between, and is taken up again.
 */
final class ExpiredBundleStore {
  private final Db db;
  private final AuditLog audit;

  ExpiredBundleStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** A bundle whose time is over. */
  record Expired(RunId run, StoredBundle bundle) {}

  /** Marks the oldest ones, which are the caller's to remove now. */
  Future<List<Expired>> mark(TenantId tenant, int most) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    UPDATE bundle b SET expired_at = now()
                    FROM (SELECT old.run_id, old.origin
                          FROM bundle old JOIN tenant t ON t.tenant_id = old.tenant_id
                          WHERE old.tenant_id = $1
                            AND old.created_at < now() - make_interval(days => least(t.bundle_days, t.run_days))
                            AND (old.expired_at IS NULL OR old.expired_at < now() - interval '1 hour')
                          ORDER BY old.created_at
                          LIMIT $2
                          FOR UPDATE OF old SKIP LOCKED) AS due
                    WHERE b.tenant_id = $1 AND b.run_id = due.run_id AND b.origin = due.origin
                    RETURNING b.run_id, b.origin, b.store_key, b.bytes, b.sha256
                    """)
                .execute(Tuple.of(tenant.value(), most))
                .map(rows -> Rows.all(rows, ExpiredBundleStore::toExpired)));
  }

  /** Forgets bundles whose bytes are gone, and says so in the audit. */
  Future<Void> forget(TenantId tenant, List<Expired> gone) {
    return db.inTenant(
        tenant,
        c ->
            forgetFiles(c, tenant, gone)
                .compose(
                    _ ->
                        c.preparedQuery(
                                "DELETE FROM bundle WHERE tenant_id = $1 AND run_id = $2 AND origin = $3")
                            .executeBatch(
                                gone.stream()
                                    .map(
                                        each ->
                                            Tuple.of(
                                                tenant.value(),
                                                each.run().value(),
                                                each.bundle().origin()))
                                    .toList()))
                .compose(
                    _ ->
                        audit.record(
                            c,
                            Principal.system(tenant),
                            "bundle.expire",
                            Optional.empty(),
                            new JsonObject().put("bundles", gone.size()))));
  }

  /** The files of a run are those of the bundle it wrote, else of the one it was given. */
  private static Future<Void> forgetFiles(SqlConnection c, TenantId tenant, List<Expired> gone) {
    return c.preparedQuery("DELETE FROM log_file WHERE tenant_id = $1 AND run_id = $2")
        .executeBatch(
            gone.stream().map(each -> Tuple.of(tenant.value(), each.run().value())).toList())
        .mapEmpty();
  }

  private static Expired toExpired(Row row) {
    return new Expired(
        new RunId(row.getUUID("run_id")),
        new StoredBundle(
            row.getString("origin"),
            row.getString("store_key"),
            row.getLong("bytes"),
            HexFormat.of().formatHex(row.getBuffer("sha256").getBytes())));
  }
}
