package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.VpnType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Adds gateways to what a tenant can troubleshoot. */
public final class GatewayStore {
  /** Gateways of one strongSwan subscription. */
  static final int MOST = 1_000;

  private static final String REACHABLE =
      """
      SELECT t.slug, g.arm_id, g.vici_address, g.log_file
      FROM gateway g JOIN tenant t ON t.tenant_id = g.tenant_id
      WHERE g.tenant_id = $1 AND g.vici_address IS NOT NULL
      """;

  private final Db db;
  private final Uuid7 ids;
  private final AuditLog audit;

  public GatewayStore(Db db, Uuid7 ids, AuditLog audit) {
    this.db = db;
    this.ids = ids;
    this.audit = audit;
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

  /** The regions of a subscription's targets in order; a blank one where none is known. */
  public Future<List<String>> locations(TenantId tenant, SubscriptionId subscription) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT location FROM gateway WHERE tenant_id = $1 AND subscription_id = $2
                    UNION
                    SELECT k.location FROM connection k
                    JOIN gateway g ON g.tenant_id = k.tenant_id AND g.gateway_id = k.gateway_id
                    WHERE k.tenant_id = $1 AND g.subscription_id = $2 AND k.location IS NOT NULL
                    ORDER BY location
                    """)
                .execute(Tuple.of(tenant.value(), subscription.value()))
                .map(rows -> Rows.all(rows, row -> row.getString("location"))));
  }

  /** Says how a gateway that is there is reached; whatever was said before counts no more. */
  public Future<Void> reachBy(TenantId tenant, ArmId gateway, ViciAccess access) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    UPDATE gateway SET vici_address = $3, log_file = $4
                    WHERE tenant_id = $1 AND arm_key = lower($2)
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        gateway.value(),
                        access.address(),
                        access.logFile().orElse(null)))
                .mapEmpty());
  }

  /**
   * Adds a strongSwan gateway and says so in the audit. Fails with {@link Refusal.Conflict} when
   * its name is taken or the subscription is full, with {@link Refusal.NotFound} when there is no
   * such subscription.
   */
  Future<Void> add(
      Principal who,
      Origin origin,
      SubscriptionId subscription,
      Gateway gateway,
      ViciAccess access) {
    var details =
        new JsonObject()
            .put("subscription", subscription.toString())
            .put("address", access.address());
    access.logFile().ifPresent(file -> details.put("logFile", file));
    return db.inTenant(
        who.tenant(),
        c ->
            lockWithRoom(c, who.tenant(), subscription)
                .compose(_ -> insert(c, who.tenant(), subscription, gateway, access))
                .compose(
                    _ ->
                        audit.record(
                            c,
                            who,
                            origin,
                            "gateway.add",
                            Optional.of(gateway.id().value()),
                            details)));
  }

  /** Two that add at once are counted one after the other. */
  private static Future<Void> lockWithRoom(
      SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    var key = Tuple.of(tenant.value(), subscription.value());
    return c.preparedQuery(
            """
            SELECT FROM subscription WHERE tenant_id = $1 AND subscription_id = $2 FOR UPDATE
            """)
        .execute(key)
        .compose(
            found ->
                found.size() == 1
                    ? c.preparedQuery(
                            """
                            SELECT count(*) AS gateways FROM gateway
                            WHERE tenant_id = $1 AND subscription_id = $2
                            """)
                        .execute(key)
                    : Future.failedFuture(SubscriptionStore.notFound()))
        .compose(
            rows ->
                rows.iterator().next().getLong("gateways") < MOST
                    ? Future.succeededFuture()
                    : Future.failedFuture(full()));
  }

  private Future<Void> insert(
      SqlConnection c,
      TenantId tenant,
      SubscriptionId subscription,
      Gateway gateway,
      ViciAccess access) {
    return c.preparedQuery(
            """
            INSERT INTO gateway (tenant_id, gateway_id, subscription_id, arm_id, name, kind, vpn_type,
                                 vici_address, log_file)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (tenant_id, arm_key) DO NOTHING
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
                access.address(),
                access.logFile().orElse(null)))
        .compose(
            rows ->
                rows.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(nameTaken()));
  }

  /** The gateway with that id, if it is one that is asked over VICI. */
  Future<Optional<ReachableGateway>> reachable(TenantId tenant, ArmId gateway) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(REACHABLE + " AND g.arm_key = lower($2)")
                .execute(Tuple.of(tenant.value(), gateway.value()))
                .map(rows -> Rows.atMostOne(rows, GatewayStore::toReachable)));
  }

  /** Those of a subscription that are asked over VICI, by name. */
  Future<List<ReachableGateway>> reachable(TenantId tenant, SubscriptionId subscription) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    REACHABLE + " AND g.subscription_id = $2 ORDER BY lower(g.name) LIMIT $3")
                .execute(Tuple.of(tenant.value(), subscription.value(), MOST))
                .map(rows -> Rows.all(rows, GatewayStore::toReachable)));
  }

  private static ReachableGateway toReachable(Row row) {
    return new ReachableGateway(
        row.getString("slug"),
        Gateway.routeBased(new ArmId(row.getString("arm_id"))),
        new ViciAccess(
            row.getString("vici_address"), Optional.ofNullable(row.getString("log_file"))));
  }

  private static Refusal nameTaken() {
    return new Refusal.Conflict(
        new Text(
            "The subscription has a gateway of that name already: choose another name.",
            "구독에 같은 이름의 게이트웨이가 이미 있습니다. 다른 이름을 지정해 주십시오."));
  }

  private static Refusal full() {
    return new Refusal.Conflict(
        new Text(
            "The subscription has %,d gateways already, which is the most: use another one."
                .formatted(MOST),
            "구독의 게이트웨이가 이미 최대 개수인 %,d개입니다. 다른 구독을 사용해 주십시오.".formatted(MOST)));
  }
}
