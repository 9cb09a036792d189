package io.tunnelscope.app.gateways;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.VpnType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** Adds gateways to what a tenant can troubleshoot. */
public final class GatewayStore {
  private final Db db;
  private final Uuid7 ids;

  public GatewayStore(Db db, Uuid7 ids) {
    this.db = db;
    this.ids = ids;
  }

  /**
   * Adds a gateway, or brings the one with that resource id up to date; it stays in its
   * subscription.
   *
   * @param location the region, blank when unknown
   */
  public Future<Void> put(
      TenantId tenant, SubscriptionId subscription, Gateway gateway, String location) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO gateway
                      (tenant_id, gateway_id, subscription_id, arm_id, name, kind, vpn_type, location)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                    ON CONFLICT (tenant_id, arm_key) DO UPDATE
                    SET kind = excluded.kind, vpn_type = excluded.vpn_type, location = excluded.location
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        ids.next(),
                        subscription.value(),
                        gateway.id().value(),
                        gateway.name(),
                        gateway.kind().wireName(),
                        gateway.vpnType().map(VpnType::wireName).orElse(null),
                        location))
                .mapEmpty());
  }
}
