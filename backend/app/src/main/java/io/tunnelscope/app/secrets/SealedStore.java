package io.tunnelscope.app.secrets;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All sealed values of a tenant, wherever they stand, for giving them another key. */
public final class SealedStore {
  private static final int BATCH = 100;

  /** Of a data key k of tenant $1. */
  private static final String UNUSED =
      Stream.of(SealedColumn.values())
          .map(SealedColumn::table)
          .map(
              table ->
                  "NOT EXISTS (SELECT FROM %s v WHERE v.tenant_id = $1 AND v.key_version = k.version)"
                      .formatted(table))
          .collect(Collectors.joining(" AND "));

  private final Db db;
  private final AuditLog audit;

  public SealedStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** A value under an older key. */
  record Old(Place place, int version, Buffer bytes) {}

  /** Seals a value with the newest key. Pure. */
  @FunctionalInterface
  interface Anew {
    Buffer seal(Old value);
  }

  /** Gives at most 100 values of a column another key; how many they were. */
  Future<Integer> reseal(TenantId tenant, SealedColumn column, int newest, Anew anew) {
    return db.inTenant(
        tenant,
        c ->
            older(c, tenant, column, newest)
                .compose(values -> write(c, tenant, column, newest, values, anew)));
  }

  /** Locked, so that an admin who replaces a secret now waits, or is waited for. */
  private static Future<List<Old>> older(
      SqlConnection c, TenantId tenant, SealedColumn column, int newest) {
    return c.preparedQuery(
            """
            SELECT %2$s AS row_id, %3$s AS sealed, key_version FROM %1$s
            WHERE tenant_id = $1 AND key_version < $2
            ORDER BY %2$s
            LIMIT $3
            FOR UPDATE
            """
                .formatted(column.table(), column.row(), column.column()))
        .execute(Tuple.of(tenant.value(), newest, BATCH))
        .map(rows -> Rows.all(rows, row -> toOld(column, row)));
  }

  private static Future<Integer> write(
      SqlConnection c,
      TenantId tenant,
      SealedColumn column,
      int newest,
      List<Old> values,
      Anew anew) {
    if (values.isEmpty()) {
      return Future.succeededFuture(0);
    }
    var rows =
        values.stream()
            .map(old -> Tuple.of(tenant.value(), old.place().row(), anew.seal(old), newest))
            .toList();
    return c.preparedQuery(
            """
            UPDATE %1$s SET %3$s = $3, key_version = $4 WHERE tenant_id = $1 AND %2$s = $2
            """
                .formatted(column.table(), column.row(), column.column()))
        .executeBatch(rows)
        .map(values.size());
  }

  /**
   * Takes the older keys away that nothing needs any more, and says so in the audit; how many are
   * left.
   *
   * @param values that were given the newest key
   */
  Future<Integer> dropOlderKeys(TenantId tenant, int newest, int values) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    "DELETE FROM data_key k WHERE k.tenant_id = $1 AND k.version < $2 AND "
                        + UNUSED)
                .execute(Tuple.of(tenant.value(), newest))
                .compose(
                    dropped ->
                        dropped.rowCount() == 0
                            ? Future.succeededFuture()
                            : audit.record(
                                c,
                                Principal.system(tenant),
                                "secrets.rotate",
                                Optional.empty(),
                                new JsonObject().put("keyVersion", newest).put("values", values)))
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                SELECT count(*) AS older FROM data_key
                                WHERE tenant_id = $1 AND version < $2
                                """)
                            .execute(Tuple.of(tenant.value(), newest)))
                .map(rows -> rows.iterator().next().getInteger("older")));
  }

  private static Old toOld(SealedColumn column, Row row) {
    UUID id = row.getUUID("row_id");
    return new Old(new Place(column, id), row.getInteger("key_version"), row.getBuffer("sealed"));
  }
}
