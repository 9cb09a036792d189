package io.tunnelscope.app.runs;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finished runs that have been kept for as long as their tenant wants. */
final class ExpiredRunStore {
  private final Db db;
  private final AuditLog audit;

  ExpiredRunStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /**
   * Removes the oldest ones that have no bundle any more and are no baseline, and says so in the
   * audit; how many.
   */
  Future<Integer> remove(TenantId tenant, Instant now, int most) {
    return db.inTenant(
        tenant,
        c ->
            daysKept(c, tenant)
                .compose(
                    days ->
                        days.isEmpty()
                            ? Future.succeededFuture(0)
                            : remove(c, tenant, now.minus(days.get(), ChronoUnit.DAYS), most)));
  }

  private static Future<Optional<Integer>> daysKept(SqlConnection c, TenantId tenant) {
    return c.preparedQuery("SELECT run_days FROM tenant WHERE tenant_id = $1")
        .execute(Tuple.of(tenant.value()))
        .map(rows -> Optional.ofNullable(rows.iterator().next().getInteger("run_days")));
  }

  private Future<Integer> remove(SqlConnection c, TenantId tenant, Instant before, int most) {
    return due(c, tenant, before, most)
        .compose(
            due ->
                due.isEmpty()
                    ? Future.succeededFuture(0)
                    : delete(c, tenant, due)
                        .compose(_ -> told(c, tenant, due.size(), before))
                        .map(due.size()));
  }

  /**
   * From the oldest on, by an id that begins with the time of the run. Locked, so that two nodes
   * take different ones.
   */
  private static Future<List<UUID>> due(
      SqlConnection c, TenantId tenant, Instant before, int most) {
    return c.preparedQuery(
            """
            SELECT r.run_id FROM run r
            WHERE r.tenant_id = $1 AND r.run_id < $2 AND r.finished_at < $3
              AND NOT EXISTS (SELECT FROM bundle b WHERE b.tenant_id = $1 AND b.run_id = r.run_id)
              AND NOT EXISTS (SELECT FROM target_baseline p WHERE p.tenant_id = $1 AND p.run_id = r.run_id)
            ORDER BY r.run_id
            LIMIT $4
            FOR UPDATE OF r SKIP LOCKED
            """)
        .execute(Tuple.of(tenant.value(), RunFilter.firstIdOf(before), Columns.at(before), most))
        .map(rows -> Rows.all(rows, row -> row.getUUID("run_id")));
  }

  /** The foreign keys take along what hangs on them. */
  private static Future<Void> delete(SqlConnection c, TenantId tenant, List<UUID> runs) {
    return c.preparedQuery(
            "DELETE FROM run WHERE tenant_id = $1 AND run_id = ANY ($2) RETURNING target_key")
        .execute(Tuple.tuple().addUUID(tenant.value()).addArrayOfUUID(runs.toArray(UUID[]::new)))
        .map(rows -> Rows.all(rows, row -> row.getString("target_key")))
        .compose(targets -> keepLastRuns(c, tenant, targets));
  }

  /** A target whose last run is gone may have an older one that was kept, as its baseline is. */
  private static Future<Void> keepLastRuns(SqlConnection c, TenantId tenant, List<String> targets) {
    return c.preparedQuery(
            """
            INSERT INTO target_last_run (tenant_id, target_key, run_id, state, code, fault, severity, finished_at)
            SELECT $1, gone.target_key, left_over.*
            FROM (SELECT DISTINCT unnest($2::text[]) AS target_key) gone
            CROSS JOIN LATERAL (
              SELECT run_id, state, code, fault, severity, finished_at
              FROM run
              WHERE tenant_id = $1 AND target_key = gone.target_key AND state IN ('SUCCEEDED', 'FAILED')
              ORDER BY finished_at DESC, run_id DESC
              LIMIT 1
            ) left_over
            WHERE NOT EXISTS (
              SELECT FROM target_last_run WHERE tenant_id = $1 AND target_key = gone.target_key)
            ON CONFLICT DO NOTHING
            """)
        .execute(
            Tuple.tuple().addUUID(tenant.value()).addArrayOfString(targets.toArray(String[]::new)))
        .mapEmpty();
  }

  private Future<Void> told(SqlConnection c, TenantId tenant, int runs, Instant before) {
    var details = new JsonObject().put("runs", runs).put("finishedBefore", before.toString());
    return audit.record(c, Principal.system(tenant), "run.expire", Optional.empty(), details);
  }
}
