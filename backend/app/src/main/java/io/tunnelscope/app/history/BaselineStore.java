package io.tunnelscope.app.history;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The run of a target that others are compared with. It is kept for as long as it is pinned. */
public final class BaselineStore {
  private final Db db;
  private final AuditLog audit;

  public BaselineStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  Future<Optional<RunId>> find(TenantId tenant, ArmId target) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT run_id FROM target_baseline
                    WHERE tenant_id = $1 AND target_key = lower($2)
                    """)
                .execute(Tuple.of(tenant.value(), target.value()))
                .map(rows -> Rows.atMostOne(rows, row -> new RunId(row.getUUID("run_id")))));
  }

  /** In place of the one that was pinned before. Fails with NotFound when the run is gone. */
  Future<Void> pin(TenantId tenant, Principal who, Origin origin, ArmId target, RunId run) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO target_baseline (tenant_id, target_key, run_id, pinned_by)
                    VALUES ($1, lower($2), $3, $4)
                    ON CONFLICT (tenant_id, target_key)
                    DO UPDATE SET run_id = $3, pinned_by = $4, pinned_at = now()
                    """)
                .execute(Tuple.of(tenant.value(), target.value(), run.value(), who.name()))
                .compose(
                    _ ->
                        audit.record(
                            c,
                            who,
                            origin,
                            "baseline.set",
                            Optional.of(target.value()),
                            new JsonObject().put("run", run.toString()))));
  }

  /** Nothing happens when none is pinned. */
  Future<Void> unpin(TenantId tenant, Principal who, Origin origin, ArmId target) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM target_baseline
                    WHERE tenant_id = $1 AND target_key = lower($2)
                    """)
                .execute(Tuple.of(tenant.value(), target.value()))
                .compose(
                    rows ->
                        rows.rowCount() == 0
                            ? Future.succeededFuture()
                            : audit.record(
                                c,
                                who,
                                origin,
                                "baseline.remove",
                                Optional.of(target.value()),
                                new JsonObject())));
  }
}
