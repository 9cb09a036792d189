package io.tunnelscope.app.audit;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * Takes away records that have been kept for as long as their tenant wants. For the operator of an
 * installation, with the role that migrates: what serves requests has no right to it.
 */
public final class AuditExpiryStore {
  /** Records that one transaction takes away. */
  private static final int AT_ONCE = 10_000;

  private final Db db;
  private final AuditLog log;

  public AuditExpiryStore(Db db, AuditLog log) {
    this.db = db;
    this.log = log;
  }

  /**
   * The last record that goes.
   *
   * @param hash in hex
   */
  private record Last(long first, long seq, String hash) {
    static Last of(Row row) {
      return new Last(row.getLong("first"), row.getLong("seq"), row.getString("hash"));
    }

    /** Vouches for the beginning of what is left of the chain. */
    JsonObject toJson() {
      return new JsonObject().put("from", first).put("to", seq).put("hash", hash);
    }
  }

  /**
   * Takes away whole months (UTC) that are over for long enough, from the beginning of the chain
   * on, and adds a record of the number and hash of the last one that went. Completes with how many
   * went; when none did, there are none left to go.
   */
  public Future<Long> drop(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            hold(c, tenant)
                .compose(_ -> last(c, tenant))
                .compose(
                    last ->
                        last.map(each -> drop(c, tenant, each))
                            .orElseGet(() -> Future.succeededFuture(0L))));
  }

  /** Whoever writes a record waits, and so does whoever takes some away. */
  private static Future<Void> hold(SqlConnection c, TenantId tenant) {
    return c.preparedQuery("SELECT FROM audit_head WHERE tenant_id = $1 FOR UPDATE")
        .execute(Tuple.of(tenant.value()))
        .mapEmpty();
  }

  /** Up to the first record that is to stay: a clock may have gone back in between. */
  private static Future<Optional<Last>> last(SqlConnection c, TenantId tenant) {
    return c.preparedQuery(
            """
            WITH oldest AS (
              SELECT seq, hash,
                     at >= date_trunc('month', now() - make_interval(days => t.audit_days), 'UTC') AS stays
              FROM audit a JOIN tenant t ON t.tenant_id = a.tenant_id
              WHERE a.tenant_id = $1 ORDER BY seq LIMIT $2)
            SELECT seq, encode(hash, 'hex') AS hash, (SELECT min(seq) FROM oldest) AS first
            FROM oldest
            WHERE seq < coalesce((SELECT min(seq) FROM oldest WHERE stays), 9223372036854775807)
            ORDER BY seq DESC LIMIT 1
            """)
        .execute(Tuple.of(tenant.value(), AT_ONCE))
        .map(rows -> Rows.atMostOne(rows, Last::of));
  }

  private Future<Long> drop(SqlConnection c, TenantId tenant, Last last) {
    return c.preparedQuery("DELETE FROM audit WHERE tenant_id = $1 AND seq <= $2")
        .execute(Tuple.of(tenant.value(), last.seq()))
        .compose(
            gone ->
                log.record(
                        c,
                        Principal.system(tenant),
                        "audit.expire",
                        Optional.of(last.first() + "-" + last.seq()),
                        last.toJson())
                    .map((long) gone.rowCount()));
  }
}
