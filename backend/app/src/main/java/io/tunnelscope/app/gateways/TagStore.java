package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The tags of gateways and connections. */
public final class TagStore {
  private final Db db;
  private final AuditLog audit;

  public TagStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** What carries tags, and where they stand. */
  private enum Carrier {
    GATEWAY("gateway"),
    CONNECTION("connection");

    private final String table;

    Carrier(String table) {
      this.table = table;
    }

    /** With the name of the table for every {@code %1$s}. */
    private String sql(String statement) {
      return statement.formatted(table);
    }
  }

  private record Tagged(Carrier carrier, UUID id) {}

  /**
   * Puts these in the place of all that the target has. Nothing happens when it has just these.
   * Fails with {@link io.tunnelscope.app.refusal.Refusal.NotFound} when there is no such target.
   */
  Future<Void> replace(Principal who, Origin origin, ArmId target, Tags wanted) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            lock(c, tenant, target)
                .compose(
                    tagged ->
                        read(c, tenant, tagged)
                            .compose(
                                before ->
                                    before.equals(wanted)
                                        ? Future.succeededFuture()
                                        : write(c, tenant, tagged, wanted)
                                            .compose(
                                                _ ->
                                                    audit.record(
                                                        c,
                                                        who,
                                                        origin,
                                                        "target.tag",
                                                        Optional.of(target.value()),
                                                        difference(before, wanted))))));
  }

  private static Future<Tagged> lock(SqlConnection c, TenantId tenant, ArmId target) {
    return find(c, tenant, target, Carrier.GATEWAY)
        .compose(
            gateway ->
                gateway.isPresent()
                    ? Future.succeededFuture(gateway)
                    : find(c, tenant, target, Carrier.CONNECTION))
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Targets.notFound())));
  }

  /** Two that tag one target at once write one after the other. */
  private static Future<Optional<Tagged>> find(
      SqlConnection c, TenantId tenant, ArmId target, Carrier carrier) {
    return c.preparedQuery(
            carrier.sql(
                """
                SELECT %1$s_id AS id FROM %1$s WHERE tenant_id = $1 AND arm_key = lower($2) FOR UPDATE
                """))
        .execute(Tuple.of(tenant.value(), target.value()))
        .map(rows -> Rows.atMostOne(rows, row -> new Tagged(carrier, row.getUUID("id"))));
  }

  private static Future<Tags> read(SqlConnection c, TenantId tenant, Tagged tagged) {
    return c.preparedQuery(
            tagged
                .carrier()
                .sql("SELECT key, value FROM %1$s_tag WHERE tenant_id = $1 AND %1$s_id = $2"))
        .execute(Tuple.of(tenant.value(), tagged.id()))
        .map(
            rows -> {
              var values = new TreeMap<String, String>();
              rows.forEach(row -> values.put(row.getString("key"), row.getString("value")));
              return new Tags(values);
            });
  }

  private static Future<Void> write(SqlConnection c, TenantId tenant, Tagged tagged, Tags wanted) {
    var keys = List.copyOf(wanted.values().keySet());
    var values = List.copyOf(wanted.values().values());
    return c.preparedQuery(
            tagged.carrier().sql("DELETE FROM %1$s_tag WHERE tenant_id = $1 AND %1$s_id = $2"))
        .execute(Tuple.of(tenant.value(), tagged.id()))
        .compose(
            _ ->
                c.preparedQuery(
                        tagged
                            .carrier()
                            .sql(
                                """
                                INSERT INTO %1$s_tag (tenant_id, %1$s_id, key, value)
                                SELECT $1, $2, key, value FROM unnest($3::text[], $4::text[]) AS new (key, value)
                                """))
                    .execute(
                        Tuple.of(
                            tenant.value(),
                            tagged.id(),
                            keys.toArray(String[]::new),
                            values.toArray(String[]::new))))
        .mapEmpty();
  }

  private static JsonObject difference(Tags before, Tags after) {
    return new JsonObject().put("before", json(before)).put("after", json(after));
  }

  private static JsonObject json(Tags tags) {
    return new JsonObject(Map.copyOf(tags.values()));
  }
}
