package io.tunnelscope.app.login;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How often an address tried in a minute, on all nodes together. */
final class FailedProofStore {
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final Db db;

  FailedProofStore(Db db) {
    this.db = db;
  }

  /** Counts one more; how many there are in this minute. */
  @AcrossTenants("nobody knows yet who it is")
  Future<Integer> count(String address, Instant now) {
    return db.system(
        "failed proof",
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO failed_proof (address, minute, times) VALUES ($1, $2, 1)
                    ON CONFLICT (address, minute) DO UPDATE SET times = failed_proof.times + 1
                    RETURNING times
                    """)
                .execute(
                    Tuple.of(address, now.truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getInteger("times"))
                .compose(
                    times ->
                        times == 1 ? forget(c, now).map(times) : Future.succeededFuture(times)));
  }

  private static Future<Void> forget(SqlConnection c, Instant now) {
    return c.preparedQuery("DELETE FROM failed_proof WHERE minute < $1")
        .execute(Tuple.of(now.minus(KEPT).atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }
}
