package io.tunnelscope.app.audit;

import io.tunnelscope.app.audit.CheckpointFile.Head;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The heads of all chains, those of deleted tenants too, and whose turn it is to sign them. */
final class CheckpointStore {
  /**
   * Some heads, by tenant.
   *
   * @param at by the clock of the database, after they were read
   */
  record Heads(Instant at, List<Head> heads) {}

  static final int MOST = 5_000;

  private final Db db;

  CheckpointStore(Db db) {
    this.db = db;
  }

  /**
   * Whether the caller shall sign this minute; of the nodes that share a key one is told so.
   *
   * @param always whether or not somebody did a moment ago
   */
  @AcrossTenants("one file holds the heads of all")
  Future<Boolean> claim(String keyId, boolean always) {
    return db.system(
        "claim checkpoint",
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO audit_checkpoint AS known (key_id) VALUES ($1)
                    ON CONFLICT (key_id) DO UPDATE SET claimed_at = now()
                    WHERE $2 OR known.claimed_at < now() - interval '50 seconds'
                    RETURNING 1
                    """)
                .execute(Tuple.of(keyId, always))
                .map(rows -> rows.rowCount() == 1));
  }

  @AcrossTenants("one file holds the heads of all")
  Future<Heads> heads(Optional<UUID> after) {
    return db.system(
        "audit heads",
        c ->
            c.preparedQuery(
                    """
                    WITH head AS (
                      SELECT tenant_id, seq, encode(hash, 'hex') AS hash FROM audit_head WHERE seq > 0
                      UNION ALL
                      SELECT sealed_tenant, seq, encode(hash, 'hex') FROM audit_seal)
                    SELECT tenant_id, seq, hash, clock_timestamp() AS now FROM head
                    WHERE $1::uuid IS NULL OR tenant_id > $1
                    ORDER BY tenant_id LIMIT $2
                    """)
                .execute(Tuple.of(after.orElse(null), MOST))
                .map(
                    rows ->
                        new Heads(
                            rows.size() == 0
                                ? Instant.EPOCH
                                : rows.iterator().next().getOffsetDateTime("now").toInstant(),
                            Rows.all(rows, CheckpointStore::toHead))));
  }

  private static Head toHead(Row row) {
    return new Head(row.getUUID("tenant_id"), row.getLong("seq"), row.getString("hash"));
  }
}
