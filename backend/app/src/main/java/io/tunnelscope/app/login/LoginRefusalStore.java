package io.tunnelscope.app.login;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Sign-ins that were refused, whatever tenant they were for; forgotten after ninety days. */
final class LoginRefusalStore {
  private static final Duration KEPT = Duration.ofDays(90);

  /** With each new one, so that what is added in a flood is taken away as fast. */
  private static final int FORGOTTEN_AT_ONCE = 10;

  private final Db db;

  LoginRefusalStore(Db db) {
    this.db = db;
  }

  @AcrossTenants("most forged sign-ins are for no tenant")
  Future<Void> add(UUID id, Instant at, Reason reason, Optional<String> issuer, Origin origin) {
    return db.system(
        "login refusal",
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO login_refusal (refusal_id, at, reason, issuer, ip, agent, request_id)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    """)
                .execute(
                    Tuple.of(
                        id,
                        at.atOffset(ZoneOffset.UTC),
                        reason.wire(),
                        issuer.orElse(null),
                        origin.ip(),
                        origin.agent(),
                        origin.requestId()))
                .compose(_ -> forget(c, at.minus(KEPT))));
  }

  /**
   * Their ids begin with their times, so that the oldest are found without an index of their own.
   */
  private static Future<Void> forget(SqlConnection c, Instant before) {
    return c.preparedQuery(
            """
            DELETE FROM login_refusal WHERE refusal_id IN (
              SELECT refusal_id FROM login_refusal WHERE refusal_id < $1
              ORDER BY refusal_id LIMIT $2)
            """)
        .execute(Tuple.of(new UUID(before.toEpochMilli() << 16, 0), FORGOTTEN_AT_ONCE))
        .mapEmpty();
  }
}
