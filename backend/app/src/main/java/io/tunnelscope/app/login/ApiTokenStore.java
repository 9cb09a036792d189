package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * API tokens by id; the hash of a secret goes in and is compared, and never comes out to a caller.
 */
final class ApiTokenStore {
  /** What is needed to check a token that was sent. */
  record Stored(
      TenantId tenant,
      String slug,
      UUID id,
      String name,
      Role role,
      Buffer hash,
      Instant expiresAt) {}

  private final Db db;
  private final AuditLog audit;

  ApiTokenStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** Stores the token and says so in the audit. */
  Future<Void> add(
      TenantId tenant, ApiToken token, Buffer hash, Principal who, Optional<Origin> origin) {
    var details =
        new JsonObject()
            .put("name", token.name())
            .put("role", token.role().wire())
            .put("expiresAt", token.expiresAt().toString());
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO api_token
                        (tenant_id, token_id, name, role, secret_hash, created_by, created_at, expires_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        token.id(),
                        token.name(),
                        token.role().wire(),
                        hash,
                        token.createdBy(),
                        utc(token.createdAt()),
                        utc(token.expiresAt())))
                .compose(_ -> note(c, who, origin, "token.create", token.id(), details)));
  }

  /** Tokens that still work, the newest first, those older than the given id. */
  Future<List<ApiToken>> list(TenantId tenant, Instant now, Optional<UUID> before, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT token_id, name, role, created_at, expires_at, last_used_at, created_by
                    FROM api_token
                    WHERE tenant_id = $1 AND revoked_at IS NULL AND expires_at > $2
                      AND ($3::uuid IS NULL OR token_id < $3)
                    ORDER BY token_id DESC LIMIT $4
                    """)
                .execute(Tuple.of(tenant.value(), utc(now), before.orElse(null), limit))
                .map(rows -> Rows.all(rows, ApiTokenStore::toToken)));
  }

  /** Fails with {@code NotFound} when there is none, or it was revoked before. */
  Future<Void> revoke(TenantId tenant, UUID token, Instant now, Principal who, Origin origin) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    UPDATE api_token SET revoked_at = $3
                    WHERE tenant_id = $1 AND token_id = $2 AND revoked_at IS NULL
                    """)
                .execute(Tuple.of(tenant.value(), token, utc(now)))
                .compose(
                    rows ->
                        rows.rowCount() == 0
                            ? Future.failedFuture(new Refusal.NotFound())
                            : note(
                                c,
                                who,
                                Optional.of(origin),
                                "token.revoke",
                                token,
                                new JsonObject())));
  }

  /** A token that was not revoked; it may have expired. */
  @AcrossTenants("a token names itself, not its tenant")
  Future<Optional<Stored>> find(UUID token) {
    return db.system(
        "token",
        c ->
            c.preparedQuery(
                    """
                    SELECT a.tenant_id, t.slug, a.token_id, a.name, a.role, a.secret_hash, a.expires_at
                    FROM api_token a JOIN tenant t ON t.tenant_id = a.tenant_id
                    WHERE a.token_id = $1 AND a.revoked_at IS NULL
                    """)
                .execute(Tuple.of(token))
                .map(rows -> Rows.atMostOne(rows, ApiTokenStore::toStored)));
  }

  @AcrossTenants("written where the token is read")
  Future<Void> used(TenantId tenant, UUID token, Instant now) {
    return db.system(
        "token use",
        c ->
            c.preparedQuery(
                    "UPDATE api_token SET last_used_at = $3 WHERE tenant_id = $1 AND token_id = $2")
                .execute(Tuple.of(tenant.value(), token, utc(now)))
                .mapEmpty());
  }

  private Future<Void> note(
      SqlConnection c,
      Principal who,
      Optional<Origin> origin,
      String action,
      UUID token,
      JsonObject details) {
    var object = Optional.of(token.toString());
    return origin
        .map(from -> audit.record(c, who, from, action, object, details))
        .orElseGet(() -> audit.record(c, who, action, object, details));
  }

  private static ApiToken toToken(Row row) {
    return new ApiToken(
        row.getUUID("token_id"),
        row.getString("name"),
        Role.parse(row.getString("role")).orElseThrow(),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant),
        row.getString("created_by"));
  }

  private static Stored toStored(Row row) {
    return new Stored(
        new TenantId(row.getUUID("tenant_id")),
        row.getString("slug"),
        row.getUUID("token_id"),
        row.getString("name"),
        Role.parse(row.getString("role")).orElseThrow(),
        row.getBuffer("secret_hash"),
        row.getOffsetDateTime("expires_at").toInstant());
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
