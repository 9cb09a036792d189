package io.tunnelscope.app.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Starts that were sent with a key, so that sending one twice starts one run. */
final class IdempotencyStore {
  private static final Duration KEPT = Duration.ofHours(24);

  /** The key as the caller chose it, and a hash of what it was sent with. */
  record Key(String text, Buffer requestHash) {
    static Key of(String text, NewRun run) {
      return new Key(text, hash(run.target().key() + "\n" + run.active() + wish(run)));
    }

    /** Blank without one, as in all keys that came before there were any. */
    private static String wish(NewRun run) {
      return run.storage()
          .map(wish -> "\n" + wish.account().orElse("") + "\n" + wish.path())
          .orElse("");
    }

    private static Buffer hash(String request) {
      try {
        return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(request.getBytes(UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * The run that the key started within its time. Fails with {@link Refusal.IdempotencyMismatch}
   * when the key came with another request. The caller holds the tenant's share, so that two starts
   * with one key follow each other.
   */
  Future<Optional<RunId>> find(SqlConnection c, TenantId tenant, Key key, Instant now) {
    return c.preparedQuery(
            """
            SELECT run_id, request_hash
              FROM idempotency_key
             WHERE tenant_id = $1 AND key = $2 AND expires_at > $3
            """)
        .execute(Tuple.of(tenant.value(), key.text(), Columns.at(now)))
        .map(rows -> Rows.atMostOne(rows, row -> row))
        .compose(
            found ->
                found.isPresent()
                        && !found.get().getBuffer("request_hash").equals(key.requestHash())
                    ? Future.failedFuture(mismatch())
                    : Future.succeededFuture(found.map(row -> new RunId(row.getUUID("run_id")))));
  }

  Future<Void> insert(SqlConnection c, TenantId tenant, Key key, RunId run, Instant now) {
    // What has expired goes with the next start, the same key first of all.
    return c.preparedQuery(
            """
            DELETE FROM idempotency_key
             WHERE tenant_id = $1 AND key IN (
                   SELECT key FROM idempotency_key
                    WHERE tenant_id = $1 AND expires_at <= $2
                    ORDER BY key = $3 DESC
                    LIMIT 100)
            """)
        .execute(Tuple.of(tenant.value(), Columns.at(now), key.text()))
        .compose(
            _ ->
                c.preparedQuery(
                        """
                        INSERT INTO idempotency_key (tenant_id, key, request_hash, run_id, expires_at)
                        VALUES ($1, $2, $3, $4, $5)
                        """)
                    .execute(
                        Tuple.of(
                            tenant.value(),
                            key.text(),
                            key.requestHash(),
                            run.value(),
                            Columns.at(now.plus(KEPT)))))
        .mapEmpty();
  }

  private static Refusal mismatch() {
    return new Refusal.IdempotencyMismatch(
        new Text(
            "This idempotency key was used for another request: use a new key.",
            "이 멱등성 키는 다른 요청에 이미 사용되었습니다. 새 키를 사용하십시오."));
  }
}
