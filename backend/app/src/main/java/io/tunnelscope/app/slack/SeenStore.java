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
   * Whether none of them was seen before; from now on all are. Forgets some whose time is over.
   *
   * @param keys what names a delivery: its signature, its trigger, its event
   */
  @AcrossTenants("a delivery is looked at before its tenant is known")
  Future<Boolean> first(Collection<String> keys) {
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
                            LIMIT $4 FOR UPDATE SKIP LOCKED))
                    INSERT INTO slack_seen (key_hash, until) SELECT unnest($1::bytea[]), $2
                    ON CONFLICT (key_hash) DO NOTHING
                    """)
                .execute(
                    Tuple.tuple()
                        .addArrayOfBuffer(hashes)
                        .addOffsetDateTime(now.plus(KEPT).atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                        .addInteger(SWEPT))
                .map(rows -> rows.rowCount() == hashes.length));
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
