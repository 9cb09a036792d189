package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes away what can be troubleshot, while nobody troubleshoots it. The runs stay: they know what
 * their target was called, and {@code former_subscription} what their subscription was.
 */
public final class RemovalStore {
  private final Db db;
  private final AuditLog audit;

  public RemovalStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /**
   * Takes a connection away, or a gateway with its connections; their tags go along, and a twin is
   * left without one. Fails with {@link Refusal.NotFound} when there is no such target, and with
   * {@link Refusal.Conflict} while a run of it is open.
   */
  Future<Void> removeTarget(Principal who, Origin origin, ArmId target) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            holdStarts(c, tenant)
                .compose(_ -> gateway(c, tenant, target))
                .compose(
                    gateway ->
                        gateway.isPresent()
                            ? removeGateway(c, who, origin, gateway.get())
                            : connection(c, tenant, target)
                                .compose(
                                    found -> removeConnection(c, who, origin, orNone(found)))));
  }

  /**
   * Takes a subscription away with its gateways, its account, its storage and their secrets. Fails
   * with {@link Refusal.NotFound} when there is none, and with {@link Refusal.Conflict} while a run
   * of it is open and when it is the one that takes uploads.
   */
  Future<Void> removeSubscription(Principal who, Origin origin, SubscriptionId id) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            holdStarts(c, tenant)
                .compose(_ -> subscription(c, tenant, id))
                .compose(
                    found -> {
                      var gone = found.orElseThrow(SubscriptionStore::notFound);
                      return gone.uploads()
                          ? Future.failedFuture(takesUploads())
                          : refuseWhileOpen(
                                  c,
                                  "run.subscription_id = $2",
                                  Tuple.of(tenant.value(), id.value()))
                              .compose(_ -> delete(c, tenant, id, gone))
                              .compose(_ -> told(c, who, origin, id, gone));
                    }));
  }

  /** A start locks the same row first, so that none begins between the look and the deed. */
  private static Future<Void> holdStarts(SqlConnection c, TenantId tenant) {
    return c.preparedQuery("SELECT FROM tenant_share WHERE tenant_id = $1 FOR UPDATE")
        .execute(Tuple.of(tenant.value()))
        .mapEmpty();
  }

  /**
   * @param connections how many go along with a gateway
   */
  private record Gone(UUID id, String armId, String subscription, int connections) {
    static Gone of(Row row) {
      return new Gone(
          row.getUUID("id"),
          row.getString("arm_id"),
          row.getUUID("subscription_id").toString(),
          row.getInteger("connections"));
    }
  }

  private static Future<Optional<Gone>> gateway(SqlConnection c, TenantId tenant, ArmId id) {
    return c.preparedQuery(
            """
            SELECT g.gateway_id AS id, g.arm_id, g.subscription_id,
                   (SELECT count(*)::integer FROM connection k
                    WHERE k.tenant_id = $1 AND k.gateway_id = g.gateway_id) AS connections
            FROM gateway g WHERE g.tenant_id = $1 AND g.arm_key = lower($2) FOR UPDATE OF g
            """)
        .execute(Tuple.of(tenant.value(), id.value()))
        .map(rows -> Rows.atMostOne(rows, Gone::of));
  }

  private static Future<Optional<Gone>> connection(SqlConnection c, TenantId tenant, ArmId id) {
    return c.preparedQuery(
            """
            SELECT k.connection_id AS id, k.arm_id, g.subscription_id, 0 AS connections
            FROM connection k JOIN gateway g ON g.tenant_id = k.tenant_id AND g.gateway_id = k.gateway_id
            WHERE k.tenant_id = $1 AND k.arm_key = lower($2) FOR UPDATE OF k
            """)
        .execute(Tuple.of(tenant.value(), id.value()))
        .map(rows -> Rows.atMostOne(rows, Gone::of));
  }

  private static Gone orNone(Optional<Gone> found) {
    return found.orElseThrow(Targets::notFound);
  }

  private Future<Void> removeGateway(SqlConnection c, Principal who, Origin origin, Gone gone) {
    var key = Tuple.of(who.tenant().value(), gone.id());
    return refuseWhileOpen(
            c,
            """
            run.target_key IN (
              SELECT arm_key FROM gateway WHERE tenant_id = $1 AND gateway_id = $2
              UNION ALL
              SELECT arm_key FROM connection WHERE tenant_id = $1 AND gateway_id = $2)
            """,
            key)
        .compose(
            _ ->
                c.preparedQuery("DELETE FROM gateway WHERE tenant_id = $1 AND gateway_id = $2")
                    .execute(key))
        .compose(_ -> told(c, who, origin, "gateway.remove", gone));
  }

  private Future<Void> removeConnection(SqlConnection c, Principal who, Origin origin, Gone gone) {
    var tenant = who.tenant().value();
    return refuseWhileOpen(c, "run.target_key = lower($2)", Tuple.of(tenant, gone.armId()))
        .compose(
            _ ->
                c.preparedQuery(
                        "DELETE FROM connection WHERE tenant_id = $1 AND connection_id = $2")
                    .execute(Tuple.of(tenant, gone.id())))
        .compose(_ -> told(c, who, origin, "connection.remove", gone));
  }

  private Future<Void> told(
      SqlConnection c, Principal who, Origin origin, String action, Gone gone) {
    var details = new JsonObject().put("subscription", gone.subscription());
    if (gone.connections() > 0) {
      details.put("connections", gone.connections());
    }
    return audit.record(c, who, origin, action, Optional.of(gone.armId()), details);
  }

  /**
   * @param which of run; $1 is the tenant
   */
  private static Future<Void> refuseWhileOpen(SqlConnection c, String which, Tuple values) {
    return c.preparedQuery(
            "SELECT FROM run WHERE run.tenant_id = $1 AND run.state IN ('QUEUED', 'RUNNING') AND "
                + which
                + " LIMIT 1")
        .execute(values)
        .compose(
            rows -> rows.size() == 0 ? Future.succeededFuture() : Future.failedFuture(runIsOpen()));
  }

  /**
   * @param account whether a secret of Azure goes along
   * @param storage whether a place for bundles does
   */
  private record GoneSubscription(
      String name, String provider, int gateways, boolean account, boolean storage) {
    static GoneSubscription of(Row row) {
      return new GoneSubscription(
          row.getString("name"),
          row.getString("provider"),
          row.getInteger("gateways"),
          row.getBoolean("account"),
          row.getBoolean("storage"));
    }

    boolean uploads() {
      return provider.equals(Subscription.UPLOADED);
    }
  }

  private static Future<Optional<GoneSubscription>> subscription(
      SqlConnection c, TenantId tenant, SubscriptionId id) {
    return c.preparedQuery(
            """
            SELECT s.name, s.provider,
                   (SELECT count(*)::integer FROM gateway g
                    WHERE g.tenant_id = $1 AND g.subscription_id = $2) AS gateways,
                   EXISTS (SELECT FROM azure_account a
                           WHERE a.tenant_id = $1 AND a.subscription_id = $2) AS account,
                   EXISTS (SELECT FROM log_storage b
                           WHERE b.tenant_id = $1 AND b.subscription_id = $2) AS storage
            FROM subscription s WHERE s.tenant_id = $1 AND s.subscription_id = $2 FOR UPDATE OF s
            """)
        .execute(Tuple.of(tenant.value(), id.value()))
        .map(rows -> Rows.atMostOne(rows, GoneSubscription::of));
  }

  /** The foreign keys take its account, its storage, and connections and tags along. */
  private static Future<Void> delete(
      SqlConnection c, TenantId tenant, SubscriptionId id, GoneSubscription gone) {
    var key = Tuple.of(tenant.value(), id.value());
    return c.preparedQuery("DELETE FROM gateway WHERE tenant_id = $1 AND subscription_id = $2")
        .execute(key)
        .compose(
            _ ->
                c.preparedQuery("DELETE FROM lane WHERE tenant_id = $1 AND subscription_id = $2")
                    .execute(key))
        .compose(
            _ ->
                c.preparedQuery(
                        """
                        INSERT INTO former_subscription (tenant_id, subscription_id, name)
                        VALUES ($1, $2, $3)
                        """)
                    .execute(Tuple.of(tenant.value(), id.value(), gone.name())))
        .compose(
            _ ->
                c.preparedQuery(
                        "DELETE FROM subscription WHERE tenant_id = $1 AND subscription_id = $2")
                    .execute(key))
        .mapEmpty();
  }

  private Future<Void> told(
      SqlConnection c, Principal who, Origin origin, SubscriptionId id, GoneSubscription gone) {
    var before =
        new JsonObject()
            .put("name", gone.name())
            .put("provider", gone.provider())
            .put("gateways", gone.gateways())
            .put("account", gone.account())
            .put("storage", gone.storage());
    return audit.record(
        c,
        who,
        origin,
        "subscription.remove",
        Optional.of(id.toString()),
        new JsonObject().put("before", before));
  }

  private static Refusal runIsOpen() {
    return new Refusal.Conflict(
        new Text(
            "A run of it is queued or running: wait until it has ended, or cancel it.",
            "대기 중이거나 진행 중인 점검이 있습니다. 점검이 끝날 때까지 기다리거나 취소한 뒤 다시 시도하십시오."));
  }

  private static Refusal takesUploads() {
    return new Refusal.Conflict(
        new Text(
            "This subscription takes the uploads of the tenant and cannot be deleted.",
            "테넌트의 업로드를 받는 구독이므로 삭제할 수 없습니다."));
  }
}
