package io.tunnelscope.app.login;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Sign-ins that were refused, whatever tenant they were for. Only ever added to. */
final class LoginRefusalStore {
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
                .mapEmpty());
  }
}
