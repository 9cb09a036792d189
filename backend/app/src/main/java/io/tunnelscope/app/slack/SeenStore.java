package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;

/** What Slack has sent already, on all nodes together. */
final class SeenStore {
  /** Longer than a signature is good for, and than Slack tries to deliver an event. */
  private static final Duration KEPT = Duration.ofMinutes(15);

  private static final int SWEPT = 50;

  private final Db db;
  private final Clock clock;

  SeenStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * Whether none of them was seen before; from now on all are, and what they name is an errand of
   * the caller's for as long as the lease: both or neither. Forgets some whose time is over.
   *
   * @param keys what names a delivery: its signature, its trigger, its event; none: it is always
   *     the first
   * @param errand empty for what is done before Slack hears that it was taken, or not at all
   */
  @AcrossTenants("a delivery is looked at before its tenant is known")
  Future<Boolean> first(
      Collection<String> keys, Optional<ErrandStore.Kept> errand, Duration lease) {
    if (keys.isEmpty() && errand.isEmpty()) {
      return Future.succeededFuture(true);
    }
    var hashes = keys.stream().map(SeenStore::hash).distinct().toArray(Buffer[]::new);
    var now = clock.instant();
    return db.systemStatement(
        "slack delivery",
        c ->
            c.preparedQuery(
                    """
                    WITH old AS (
                        DELETE FROM slack_seen WHERE key_hash IN (
                            SELECT key_hash FROM slack_seen WHERE until < $3
                            LIMIT $4 FOR UPDATE SKIP LOCKED)
                    ), fresh AS (
                        INSERT INTO slack_seen (key_hash, until) SELECT unnest($1::bytea[]), $2
                        ON CONFLICT (key_hash) DO NOTHING
                        RETURNING key_hash
                    ), kept AS (
                        INSERT INTO slack_errand (tenant_id, errand_id, workspace_id, said_sealed, key_version,
                                                  came_at, lease_until)
                        SELECT $5::uuid, $6, $7, $8, $9, clock_timestamp(),
                               clock_timestamp() + make_interval(secs => $10)
                         WHERE $5 IS NOT NULL AND (SELECT count(*) FROM fresh) = cardinality($1)
                    )
                    SELECT count(*) AS fresh FROM fresh
                    """)
                .execute(
                    Tuple.tuple()
                        .addArrayOfBuffer(hashes)
                        .addOffsetDateTime(now.plus(KEPT).atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                        .addInteger(SWEPT)
                        .addUUID(errand.map(kept -> kept.tenant().value()).orElse(null))
                        .addUUID(errand.map(ErrandStore.Kept::id).orElse(null))
                        .addUUID(errand.map(ErrandStore.Kept::workspace).orElse(null))
                        .addBuffer(errand.map(kept -> kept.said().bytes()).orElse(null))
                        .addInteger(errand.map(kept -> kept.said().version()).orElse(null))
                        .addDouble((double) lease.toSeconds()))
                .map(rows -> rows.iterator().next().getLong("fresh") == hashes.length));
  }

  /** What could not be done may come again. */
  @AcrossTenants("a delivery is looked at before its tenant is known")
  Future<Void> forget(Collection<String> keys) {
    var hashes = keys.stream().map(SeenStore::hash).toArray(Buffer[]::new);
    return db.systemStatement(
        "slack delivery",
        c ->
            c.preparedQuery("DELETE FROM slack_seen WHERE key_hash = ANY ($1::bytea[])")
                .execute(Tuple.tuple().addArrayOfBuffer(hashes))
                .mapEmpty());
  }

  private static Buffer hash(String key) {
    try {
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
