package io.tunnelscope.app.gateways;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.Connection;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** Adds connections to what a tenant can troubleshoot. */
public final class ConnectionStore {
  private final Db db;
  private final Uuid7 ids;

  public ConnectionStore(Db db, Uuid7 ids) {
    this.db = db;
    this.ids = ids;
  }

  /**
   * Adds a connection to a gateway that is there already, or brings the one with that resource id
   * up to date. Fails with {@link Refusal.NotFound} when the tenant has no such gateway.
   */
  public Future<Void> put(TenantId tenant, Connection connection) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO connection (tenant_id, connection_id, gateway_id, arm_id, name, kind)
                    SELECT $1, $2, gateway_id, $4, $5, $6 FROM gateway
                    WHERE tenant_id = $1 AND arm_key = lower($3)
                    ON CONFLICT (tenant_id, arm_key) DO UPDATE
                    SET kind = excluded.kind, gateway_id = excluded.gateway_id,
                        twin_id = CASE excluded.kind WHEN 'Vnet2Vnet' THEN connection.twin_id END
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        ids.next(),
                        connection.gateway().id().value(),
                        connection.id().value(),
                        connection.id().name(),
                        connection.kind().wireName()))
                .compose(
                    rows ->
                        rows.rowCount() == 1
                            ? Future.succeededFuture()
                            : Future.failedFuture(noSuchGateway())));
  }

  private static Refusal noSuchGateway() {
    return new Refusal.NotFound(
        new Text(
            "The gateway of this connection is not known: add the gateway first.",
            "이 연결의 게이트웨이가 등록되어 있지 않습니다. 게이트웨이를 먼저 추가해 주십시오."));
  }
}
