package io.tunnelscope.app.login;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Attempts to sign in, by the hash of their state. */
final class LoginAttemptStore {
  private final Db db;

  LoginAttemptStore(Db db) {
    this.db = db;
  }

  /** Stores it and forgets those that nobody came back for. */
  @AcrossTenants("somebody signs in before anything is known of them")
  Future<Void> add(Buffer stateHash, LoginAttempt attempt, Instant now) {
    return db.system(
        "login start",
        c ->
            c.preparedQuery("DELETE FROM login_attempt WHERE expires_at <= $1")
                .execute(Tuple.of(utc(now)))
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                INSERT INTO login_attempt (state_hash, browser_hash, nonce, verifier,
                                    provider_tenant, wanted_tenant, redirect_uri, return_path, expires_at)
                                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                                """)
                            .execute(
                                Tuple.tuple()
                                    .addBuffer(stateHash)
                                    .addBuffer(attempt.browserHash())
                                    .addString(attempt.nonce())
                                    .addString(attempt.verifier())
                                    .addUUID(value(attempt.provider()))
                                    .addUUID(value(attempt.wanted()))
                                    .addString(attempt.redirectUri())
                                    .addString(attempt.returnPath().path())
                                    .addOffsetDateTime(utc(attempt.expiresAt())))
                            .mapEmpty()));
  }

  /** Takes it out: whoever comes second with the same state finds nothing. */
  @AcrossTenants("the provider's answer names no tenant")
  Future<Optional<LoginAttempt>> take(Buffer stateHash) {
    return db.system(
        "login end",
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM login_attempt WHERE state_hash = $1
                    RETURNING browser_hash, nonce, verifier, provider_tenant, wanted_tenant,
                        redirect_uri, return_path, expires_at
                    """)
                .execute(Tuple.of(stateHash))
                .map(rows -> Rows.atMostOne(rows, LoginAttemptStore::toAttempt)));
  }

  private static LoginAttempt toAttempt(Row row) {
    return new LoginAttempt(
        row.getBuffer("browser_hash"),
        row.getString("nonce"),
        row.getString("verifier"),
        tenant(row.getUUID("provider_tenant")),
        tenant(row.getUUID("wanted_tenant")),
        row.getString("redirect_uri"),
        ReturnPath.of(row.getString("return_path")),
        row.getOffsetDateTime("expires_at").toInstant());
  }

  private static Optional<TenantId> tenant(UUID id) {
    return Optional.ofNullable(id).map(TenantId::new);
  }

  private static UUID value(Optional<TenantId> tenant) {
    return tenant.map(TenantId::value).orElse(null);
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
