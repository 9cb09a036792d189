package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.core.language.Language;
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
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * API tokens by id; the hash of a secret goes in and is compared, and never comes out to a caller.
 */
final class ApiTokenStore {
  /**
   * What is needed to check a token that was sent.
   *
   * @param scopes what of the role's permissions it may use now; less than it was made with when
   *     its owner may less today
   * @param language of the tenant, for a program that wishes for none
   */
  record Stored(
      TenantId tenant,
      String slug,
      UUID id,
      String name,
      Role role,
      Set<Permission> scopes,
      Language language,
      Buffer hash,
      Instant expiresAt) {}

  private final Db db;
  private final AuditLog audit;

  ApiTokenStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /**
   * Stores the token and says so in the audit. It belongs to the person who makes it, or to whom
   * the token belongs that makes it.
   */
  Future<Void> add(
      TenantId tenant, ApiToken token, Buffer hash, Principal who, Optional<Origin> origin) {
    var details = new JsonObject().put("after", json(token));
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO api_token
                        (tenant_id, token_id, name, role, secret_hash, created_by, created_at, expires_at,
                         scopes, owner_id)
                    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $10 THEN $11::uuid
                        ELSE (SELECT owner_id FROM api_token WHERE tenant_id = $1 AND token_id = $11) END
                    """)
                .execute(
                    Tuple.tuple()
                        .addUUID(tenant.value())
                        .addUUID(token.id())
                        .addString(token.name())
                        .addString(token.role().wire())
                        .addBuffer(hash)
                        .addString(token.createdBy())
                        .addOffsetDateTime(utc(token.createdAt()))
                        .addOffsetDateTime(utc(token.expiresAt()))
                        .addString(wire(token.scopes()))
                        .addBoolean(who.kind() == Principal.Kind.PERSON)
                        .addUUID(who.id()))
                .compose(_ -> note(c, who, origin, "token.create", token.id(), details)));
  }

  /** Tokens that still work, the newest first, those older than the given id. */
  Future<List<ApiToken>> list(TenantId tenant, Instant now, Optional<UUID> before, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT token_id, name, role, scopes, created_at, expires_at, last_used_at, created_by
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
                    RETURNING token_id, name, role, scopes, created_at, expires_at, last_used_at, created_by
                    """)
                .execute(Tuple.of(tenant.value(), token, utc(now)))
                .map(rows -> Rows.atMostOne(rows, ApiTokenStore::toToken))
                .map(revoked -> revoked.orElseThrow(Refusal.NotFound::new))
                .compose(
                    revoked ->
                        note(
                            c,
                            who,
                            Optional.of(origin),
                            "token.revoke",
                            token,
                            new JsonObject().put("before", json(revoked)))));
  }

  private static JsonObject json(ApiToken token) {
    return new JsonObject()
        .put("name", token.name())
        .put("role", token.role().wire())
        .put("scopes", wire(token.scopes()))
        .put("expiresAt", token.expiresAt().toString());
  }

  /** A token that was not revoked and whose owner is still a member; it may have expired. */
  @AcrossTenants("a token names itself, not its tenant")
  Future<Optional<Stored>> find(UUID token) {
    return db.system(
        "token",
        c ->
            c.preparedQuery(
                    """
                    SELECT a.tenant_id, t.slug, a.token_id, a.name, a.role, a.scopes, a.secret_hash,
                        a.expires_at, t.language, m.role AS owner_role
                    FROM api_token a JOIN tenant t ON t.tenant_id = a.tenant_id
                    LEFT JOIN membership m ON m.tenant_id = a.tenant_id AND m.person_id = a.owner_id
                        AND m.deactivated_at IS NULL
                    WHERE a.token_id = $1 AND a.revoked_at IS NULL
                      AND (a.owner_id IS NULL OR m.person_id IS NOT NULL)
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
    var role = Role.parse(row.getString("role")).orElseThrow();
    return new ApiToken(
        row.getUUID("token_id"),
        row.getString("name"),
        role,
        scopes(row, role),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant),
        row.getString("created_by"));
  }

  private static Stored toStored(Row row) {
    var role = Role.parse(row.getString("role")).orElseThrow();
    return new Stored(
        new TenantId(row.getUUID("tenant_id")),
        row.getString("slug"),
        row.getUUID("token_id"),
        row.getString("name"),
        role,
        ofOwner(row, scopes(row, role)),
        Language.parse(row.getString("language")).orElseThrow(),
        row.getBuffer("secret_hash"),
        row.getOffsetDateTime("expires_at").toInstant());
  }

  /** Tokens from before there were scopes have none: they may all that their role may. */
  private static Set<Permission> scopes(Row row, Role role) {
    var text = row.getString("scopes");
    return text == null
        ? role.permissions()
        : Stream.of(text.split(" ", -1))
            .map(Permission::parse)
            .flatMap(Optional::stream)
            .filter(role::may)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<Permission> ofOwner(Row row, Set<Permission> scopes) {
    var owner = Optional.ofNullable(row.getString("owner_role")).flatMap(Role::parse);
    return scopes.stream()
        .filter(scope -> owner.stream().allMatch(role -> role.may(scope)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String wire(Set<Permission> scopes) {
    return scopes.stream().sorted().map(Permission::wire).collect(Collectors.joining(" "));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
