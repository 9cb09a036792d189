package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Which two VNet2VNet connections are halves of one. A half has one twin, and is the twin's. */
public final class TwinStore {
  private final Db db;
  private final AuditLog audit;

  public TwinStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /**
   * Makes the two twins; either is taken from the twin that it had. Changes nothing when they are
   * twins already. Fails with {@link Refusal.Conflict} when they are not two VNet2VNet connections
   * of different gateways of the tenant.
   */
  public Future<Void> pair(Principal who, Optional<Origin> origin, ArmId one, ArmId other) {
    var both = Tuple.of(who.tenant().value(), one.value(), other.value());
    return db.inTenant(
        who.tenant(),
        c ->
            arePaired(c, both)
                .compose(
                    paired ->
                        paired
                            ? Future.succeededFuture()
                            : part(c, both)
                                .compose(_ -> pair(c, both))
                                .compose(_ -> told(c, who, origin, one, Optional.of(other)))));
  }

  /** Leaves the connection and the twin it has without one; nothing happens when it has none. */
  public Future<Void> part(Principal who, Optional<Origin> origin, ArmId one) {
    var alone = Tuple.of(who.tenant().value(), one.value(), one.value());
    return db.inTenant(
        who.tenant(),
        c ->
            part(c, alone)
                .compose(
                    parted ->
                        parted == 0
                            ? Future.succeededFuture()
                            : told(c, who, origin, one, Optional.empty())));
  }

  private static Future<Boolean> arePaired(SqlConnection c, Tuple both) {
    return c.preparedQuery(
            """
            SELECT FROM connection one
            JOIN connection other ON other.tenant_id = $1 AND other.twin_id = one.connection_id
                                 AND one.twin_id = other.connection_id
            WHERE one.tenant_id = $1 AND one.arm_key = lower($2) AND other.arm_key = lower($3)
            """)
        .execute(both)
        .map(rows -> rows.size() == 1);
  }

  /** Frees the two, and whoever names one of them; how many rows named somebody. */
  private static Future<Integer> part(SqlConnection c, Tuple both) {
    return c.preparedQuery(
            """
            WITH half AS (
              SELECT connection_id FROM connection
              WHERE tenant_id = $1 AND arm_key IN (lower($2), lower($3))
            )
            UPDATE connection SET twin_id = NULL
            WHERE tenant_id = $1 AND twin_id IS NOT NULL
              AND (connection_id IN (SELECT connection_id FROM half)
                   OR twin_id IN (SELECT connection_id FROM half))
            """)
        .execute(both)
        .map(rows -> rows.rowCount());
  }

  private static Future<Void> pair(SqlConnection c, Tuple both) {
    return c.preparedQuery(
            """
            UPDATE connection half SET twin_id = twin.connection_id
            FROM connection twin
            WHERE half.tenant_id = $1 AND twin.tenant_id = $1
              AND half.arm_key IN (lower($2), lower($3)) AND twin.arm_key IN (lower($2), lower($3))
              AND half.gateway_id <> twin.gateway_id
              AND half.kind = 'Vnet2Vnet' AND twin.kind = 'Vnet2Vnet'
            """)
        .execute(both)
        .compose(
            rows ->
                rows.rowCount() == 2 ? Future.succeededFuture() : Future.failedFuture(noTwins()));
  }

  private Future<Void> told(
      SqlConnection c, Principal who, Optional<Origin> origin, ArmId one, Optional<ArmId> other) {
    var action = other.isPresent() ? "twin.set" : "twin.remove";
    var details = new JsonObject();
    other.ifPresent(twin -> details.put("twin", twin.value()));
    var object = Optional.of(one.value());
    return origin.isPresent()
        ? audit.record(c, who, origin.get(), action, object, details)
        : audit.record(c, who, action, object, details);
  }

  private static Refusal noTwins() {
    return new Refusal.Conflict(
        new Text(
            "Only two VNet2VNet connections of different gateways can be twins.",
            "서로 다른 게이트웨이에 속한 두 VNet2VNet 연결만 쌍으로 지정할 수 있습니다."));
  }
}
