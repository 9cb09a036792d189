package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.providers.azure.AzureInventory.Found;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.GatewayKind;
import io.tunnelscope.core.network.VpnType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Keeps what Azure says that a subscription has. */
public final class CensusStore {
  /** New names that one audit entry spells out. */
  private static final int NAMES_TOLD = 50;

  private final Db db;
  private final Uuid7 ids;
  private final AuditLog audit;

  public CensusStore(Db db, Uuid7 ids, AuditLog audit) {
    this.db = db;
    this.ids = ids;
    this.audit = audit;
  }

  /**
   * Adds what is new, brings up to date what is known, takes nothing away, and says so in the
   * audit. Fails with {@link io.tunnelscope.app.refusal.Refusal.NotFound} when there is no such
   * subscription.
   */
  Future<Census> keep(
      Principal who, Origin origin, SubscriptionId subscription, Found found, Instant now) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            lock(c, tenant, subscription)
                .compose(_ -> known(c, tenant, subscription))
                .map(known -> Census.of(subscription, known, found))
                .compose(
                    census ->
                        putGateways(c, tenant, subscription, census.gateways(), now)
                            .compose(_ -> putConnections(c, tenant, parts(census), now))
                            .compose(_ -> tell(c, who, origin, subscription, census))
                            .map(census)));
  }

  /** Two that ask at once write one after the other. */
  private static Future<Void> lock(SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return c.preparedQuery(
            """
            SELECT FROM subscription WHERE tenant_id = $1 AND subscription_id = $2 FOR UPDATE
            """)
        .execute(Tuple.of(tenant.value(), subscription.value()))
        .compose(
            found ->
                found.size() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(SubscriptionStore.notFound()));
  }

  private static Future<Census.Known> known(
      SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    var key = Tuple.of(tenant.value(), subscription.value());
    var gateways =
        c.preparedQuery(
                """
                SELECT arm_id, kind, vpn_type FROM gateway
                WHERE tenant_id = $1 AND subscription_id = $2
                ORDER BY lower(name), arm_key
                """)
            .execute(key)
            .map(rows -> Rows.all(rows, row -> toGateway(row, "arm_id")));
    var connections =
        c.preparedQuery(
                """
                SELECT k.arm_id, k.name, k.kind AS connection_kind, g.arm_id AS gateway_arm_id, g.kind, g.vpn_type
                FROM connection k
                JOIN gateway g ON g.tenant_id = k.tenant_id AND g.gateway_id = k.gateway_id
                WHERE k.tenant_id = $1 AND g.subscription_id = $2
                ORDER BY lower(k.name), k.arm_key
                """)
            .execute(key)
            .map(rows -> Rows.all(rows, CensusStore::toConnection));
    return Future.all(gateways, connections)
        .map(_ -> new Census.Known(gateways.result(), connections.result()));
  }

  private Future<Void> putGateways(
      SqlConnection c,
      TenantId tenant,
      SubscriptionId subscription,
      List<Census.Present> gateways,
      Instant now) {
    return c.preparedQuery(
            """
            INSERT INTO gateway (tenant_id, gateway_id, subscription_id, arm_id, name, kind, vpn_type,
                                 location, seen_at)
            SELECT $1, id, $2, arm_id, name, kind, nullif(vpn_type, ''), location, $3
            FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
              AS new (id, arm_id, name, kind, vpn_type, location)
            ON CONFLICT (tenant_id, arm_key) DO UPDATE
            SET kind = excluded.kind, vpn_type = excluded.vpn_type, location = excluded.location,
                seen_at = excluded.seen_at
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                subscription.value(),
                now.atOffset(ZoneOffset.UTC),
                newIds(gateways.size()),
                texts(gateways, each -> each.gateway().id().value()),
                texts(gateways, each -> each.gateway().name()),
                texts(gateways, each -> each.gateway().kind().wireName()),
                texts(gateways, each -> each.gateway().vpnType().map(VpnType::wireName).orElse("")),
                texts(gateways, Census.Present::location)))
        .mapEmpty();
  }

  private Future<Void> putConnections(
      SqlConnection c, TenantId tenant, List<Census.Part> parts, Instant now) {
    return c.preparedQuery(
            """
            INSERT INTO connection (tenant_id, connection_id, gateway_id, arm_id, name, kind, location,
                                    seen_at)
            SELECT $1, new.id, g.gateway_id, new.arm_id, new.name, new.kind,
                   nullif(nullif(new.location, ''), g.location), $2
            FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
              AS new (id, gateway_arm_id, arm_id, name, kind, location)
            JOIN gateway g ON g.tenant_id = $1 AND g.arm_key = lower(new.gateway_arm_id)
            ON CONFLICT (tenant_id, arm_key) DO UPDATE
            SET gateway_id = excluded.gateway_id, kind = excluded.kind, location = excluded.location,
                seen_at = excluded.seen_at,
                twin_id = CASE excluded.kind WHEN 'Vnet2Vnet' THEN connection.twin_id END
            """)
        .execute(
            Tuple.tuple()
                .addUUID(tenant.value())
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addArrayOfUUID(newIds(parts.size()))
                .addArrayOfString(texts(parts, each -> each.connection().gateway().id().value()))
                .addArrayOfString(texts(parts, each -> each.connection().id().value()))
                .addArrayOfString(texts(parts, each -> each.connection().ownName()))
                .addArrayOfString(texts(parts, each -> each.connection().kind().wireName()))
                .addArrayOfString(texts(parts, Census.Part::location)))
        .mapEmpty();
  }

  private UUID[] newIds(int many) {
    var made = new UUID[many];
    Arrays.setAll(made, _ -> ids.next());
    return made;
  }

  private static <T> String[] texts(List<T> all, Function<T, String> text) {
    return all.stream().map(text).toArray(String[]::new);
  }

  private static List<Census.Part> parts(Census census) {
    return census.gateways().stream().flatMap(each -> each.connections().stream()).toList();
  }

  private Future<Void> tell(
      SqlConnection c, Principal who, Origin origin, SubscriptionId subscription, Census census) {
    var added = census.added();
    var details =
        new JsonObject()
            .put("gateways", census.gateways().size())
            .put("connections", census.connections())
            .put("added", added.size())
            .put("addedNames", new JsonArray(added.stream().limit(NAMES_TOLD).toList()))
            .put("gatewaysGone", census.gone().size());
    return audit.record(
        c, who, origin, "subscription.discover", Optional.of(subscription.toString()), details);
  }

  private static Connection toConnection(Row row) {
    return new Connection(
        new ArmId(row.getString("arm_id")),
        toGateway(row, "gateway_arm_id"),
        row.getString("name"),
        ConnectionKind.parse(row.getString("connection_kind")).orElseThrow());
  }

  private static Gateway toGateway(Row row, String id) {
    return new Gateway(
        new ArmId(row.getString(id)),
        GatewayKind.parse(row.getString("kind")).orElseThrow(),
        Optional.ofNullable(row.getString("vpn_type")).flatMap(VpnType::parse));
  }
}
