package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Adds connections to what a tenant can troubleshoot. */
public final class ConnectionStore {
  /** New names that one audit entry spells out. */
  private static final int NAMES_TOLD = 50;

  private final Db db;
  private final Uuid7 ids;
  private final AuditLog audit;

  public ConnectionStore(Db db, Uuid7 ids, AuditLog audit) {
    this.db = db;
    this.ids = ids;
    this.audit = audit;
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
                        connection.ownName(),
                        connection.kind().wireName()))
                .compose(
                    rows ->
                        rows.rowCount() == 1
                            ? Future.succeededFuture()
                            : Future.failedFuture(noSuchGateway())));
  }

  /** Names of the connections that are known of a gateway, as it spells them. */
  Future<List<String>> namesOf(TenantId tenant, ArmId gateway) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT k.name FROM connection k
                    JOIN gateway g ON g.tenant_id = k.tenant_id AND g.gateway_id = k.gateway_id
                    WHERE k.tenant_id = $1 AND g.arm_key = lower($2)
                    """)
                .execute(Tuple.of(tenant.value(), gateway.value()))
                .map(rows -> Rows.all(rows, row -> row.getString("name"))));
  }

  /**
   * Keeps what the gateway answered: new connections are added, none is taken away. Says so in the
   * audit when somebody asked for it or something is new. Fails with {@link Refusal.NotFound} when
   * the tenant has no such gateway.
   *
   * @param answered names of all connections that are loaded there
   * @param origin empty when nobody asked for it
   */
  Future<RollCall> keep(
      Principal who, Optional<Origin> origin, Gateway gateway, List<String> answered, Instant now) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            lock(c, tenant, gateway.id())
                .compose(
                    id ->
                        known(c, tenant, id, gateway)
                            .map(known -> RollCall.of(gateway, known, answered))
                            .compose(call -> write(c, tenant, id, call, now).map(call)))
                .compose(call -> tell(c, who, origin, gateway, call).map(call)));
  }

  /** Two that ask one gateway at once write one after the other. */
  private static Future<UUID> lock(SqlConnection c, TenantId tenant, ArmId gateway) {
    return c.preparedQuery(
            """
            SELECT gateway_id FROM gateway WHERE tenant_id = $1 AND arm_key = lower($2) FOR UPDATE
            """)
        .execute(Tuple.of(tenant.value(), gateway.value()))
        .map(rows -> Rows.atMostOne(rows, row -> row.getUUID("gateway_id")))
        .compose(
            id ->
                id.map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(noSuchGateway())));
  }

  private static Future<List<Connection>> known(
      SqlConnection c, TenantId tenant, UUID gatewayId, Gateway gateway) {
    return c.preparedQuery(
            """
            SELECT arm_id, name, kind FROM connection
            WHERE tenant_id = $1 AND gateway_id = $2
            ORDER BY lower(name), name
            """)
        .execute(Tuple.of(tenant.value(), gatewayId))
        .map(rows -> Rows.all(rows, row -> toConnection(row, gateway)));
  }

  private static Connection toConnection(Row row, Gateway gateway) {
    return new Connection(
        new ArmId(row.getString("arm_id")),
        gateway,
        row.getString("name"),
        ConnectionKind.parse(row.getString("kind")).orElseThrow());
  }

  private Future<Void> write(
      SqlConnection c, TenantId tenant, UUID gateway, RollCall call, Instant now) {
    var added = call.added();
    var insert =
        c.preparedQuery(
                """
                INSERT INTO connection (tenant_id, connection_id, gateway_id, arm_id, name, kind)
                SELECT $1, id, $2, arm_id, name, 'IPsec'
                FROM unnest($3::uuid[], $4::text[], $5::text[]) AS new (id, arm_id, name)
                """)
            .execute(
                Tuple.of(
                    tenant.value(),
                    gateway,
                    added.stream().map(_ -> ids.next()).toArray(UUID[]::new),
                    added.stream().map(each -> each.id().value()).toArray(String[]::new),
                    added.stream().map(Connection::ownName).toArray(String[]::new)));
    return insert
        .compose(
            _ ->
                c.preparedQuery(
                        """
                        UPDATE connection SET seen_at = $4
                        WHERE tenant_id = $1 AND gateway_id = $2 AND name = ANY($3)
                        """)
                    .execute(
                        Tuple.of(
                            tenant.value(),
                            gateway,
                            call.present().toArray(String[]::new),
                            now.atOffset(ZoneOffset.UTC))))
        .mapEmpty();
  }

  private Future<Void> tell(
      SqlConnection c, Principal who, Optional<Origin> origin, Gateway gateway, RollCall call) {
    if (origin.isEmpty() && call.added().isEmpty()) {
      return Future.succeededFuture(); // nobody asked, and nothing is new
    }
    var added = call.added().stream().map(Connection::ownName).limit(NAMES_TOLD).toList();
    var details =
        new JsonObject()
            .put("loaded", call.present().size() + call.ignored())
            .put("added", call.added().size())
            .put("addedNames", new JsonArray(added))
            .put("notLoaded", call.notLoaded().size());
    var object = Optional.of(gateway.id().value());
    return origin
        .map(from -> audit.record(c, who, from, "gateway.discover", object, details))
        .orElseGet(() -> audit.record(c, who, "gateway.discover", object, details));
  }

  /** Writes down that a gateway was to be asked and could not be. */
  Future<Void> unasked(Principal who, Origin origin, Gateway gateway, WhyNotAsked why) {
    var details = new JsonObject().put("why", why.name().toLowerCase(Locale.ROOT));
    return db.inTenant(
        who.tenant(),
        c ->
            audit.failed(
                c, who, origin, "gateway.discover", Optional.of(gateway.id().value()), details));
  }

  private static Refusal noSuchGateway() {
    return new Refusal.NotFound(
        new Text(
            "The gateway of this connection is not known: add the gateway first.",
            "이 연결의 게이트웨이가 등록되어 있지 않습니다. 게이트웨이를 먼저 추가해 주십시오."));
  }
}
