package io.tunnelscope.app.audit;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
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

/** Reads the audit of a tenant; that somebody read it is an entry as well. */
public final class AuditStore {
  /** Of an export, which walks from end to end; its first seven values are {@link #filtered}. */
  private static final String FILTER =
      """
      AND ($2::text IS NULL OR strpos(lower(actor), lower($2)) > 0
        OR strpos(lower(on_behalf_of), lower($2)) > 0 OR actor_id::text = lower($2))
      AND ($3::text IS NULL OR action = $3 OR starts_with(action, $3 || '.'))
      AND ($4::text IS NULL OR object = $4)
      AND ($5::text IS NULL OR result = $5)
      AND ($6::timestamptz IS NULL OR at >= $6)
      AND ($7::timestamptz IS NULL OR at < $7)
      """;

  private static final AuditFilter ANY =
      new AuditFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Db db;
  private final AuditLog log;

  public AuditStore(Db db, AuditLog log) {
    this.db = db;
    this.log = log;
  }

  /** The newest first. */
  public Future<List<AuditEntry>> read(
      TenantId tenant, Principal reader, Origin origin, AuditFilter filter, int limit) {
    return db.inTenant(
        tenant,
        c ->
            AuditSearchStore.find(c, tenant, filter, limit)
                .compose(
                    found ->
                        log.record(
                                c,
                                reader,
                                origin,
                                "audit.read",
                                Optional.empty(),
                                new JsonObject().put("entries", Math.min(found.size(), limit)))
                            .map(found)));
  }

  /** Writes down what has no transaction of its own, like signing in. */
  public Future<Void> note(
      TenantId tenant, Principal who, Origin origin, String action, JsonObject details) {
    return db.inTenant(tenant, c -> log.record(c, who, origin, action, Optional.empty(), details));
  }

  /** Writes down what the operator of the installation does with the whole tenant. */
  public Future<Void> noteOfOperator(TenantId tenant, String action) {
    return db.inTenant(
        tenant,
        c ->
            log.record(
                c,
                Principal.system(tenant),
                action,
                Optional.of(tenant.toString()),
                new JsonObject().put("by", "command line of the installation")));
  }

  /** Writes down a refusal, which has no transaction of its own. */
  public Future<Void> denied(
      TenantId tenant, Principal who, Origin origin, String object, JsonObject details) {
    return db.inTenant(tenant, c -> log.denied(c, who, origin, Optional.of(object), details));
  }

  /**
   * Writes down that somebody showed a token of a tenant that is wrong, expired or revoked. Nothing
   * is written when no tenant has such a token.
   */
  @AcrossTenants("a token names itself, not its tenant")
  public Future<Void> refusedToken(UUID token, Origin origin) {
    return db.system(
            "refused token",
            c ->
                c.preparedQuery("SELECT tenant_id, name, role FROM api_token WHERE token_id = $1")
                    .execute(Tuple.of(token))
                    .map(rows -> Rows.atMostOne(rows, row -> bearer(token, row))))
        .compose(
            who ->
                who.isEmpty()
                    ? Future.succeededFuture()
                    : denied(
                        who.get().tenant(),
                        who.get(),
                        origin,
                        token.toString(),
                        new JsonObject().put("reason", "token not valid")));
  }

  private static Principal bearer(UUID token, Row row) {
    return new Principal(
        new TenantId(row.getUUID("tenant_id")),
        Principal.Kind.TOKEN,
        token,
        row.getString("name"),
        Role.parse(row.getString("role")).orElseThrow());
  }

  private static Tuple filtered(TenantId tenant, AuditFilter filter) {
    return Tuple.tuple()
        .addUUID(tenant.value())
        .addString(filter.actor().orElse(null))
        .addString(filter.action().orElse(null))
        .addString(filter.object().orElse(null))
        .addString(filter.result().orElse(null))
        .addOffsetDateTime(filter.from().map(AuditStore::utc).orElse(null))
        .addOffsetDateTime(filter.to().map(AuditStore::utc).orElse(null));
  }

  /** Says what an export will hold, and writes down that it was asked for. */
  Future<AuditRange> beginExport(
      TenantId tenant, Principal who, Origin origin, AuditFilter filter, AuditFormat format) {
    return db.inTenant(
        tenant,
        c ->
            range(c, tenant, filter)
                .compose(
                    range ->
                        log.record(
                                c,
                                who,
                                origin,
                                "audit.export",
                                Optional.of(range.text()),
                                range.toJson().put("format", format.wire()))
                            .map(range)));
  }

  private static Future<AuditRange> range(SqlConnection c, TenantId tenant, AuditFilter filter) {
    return c.preparedQuery(
            """
            SELECT h.seq, encode(h.hash, 'hex') AS hash, now() AS now,
                (SELECT min(seq) FROM audit WHERE tenant_id = $1 AND seq <= h.seq
            """
                + FILTER
                + ") AS first, (SELECT max(seq) FROM audit WHERE tenant_id = $1 AND seq <= h.seq "
                + FILTER
                + ") AS last FROM audit_head h WHERE h.tenant_id = $1")
        .execute(filtered(tenant, filter))
        .map(rows -> toRange(tenant, filter, rows.iterator().next()));
  }

  private static AuditRange toRange(TenantId tenant, AuditFilter filter, Row row) {
    boolean none = row.getLong("first") == null;
    return new AuditRange(
        tenant,
        filter,
        row.getOffsetDateTime("now").toInstant(),
        none ? row.getLong("seq") + 1 : row.getLong("first"),
        none ? row.getLong("seq") : row.getLong("last"),
        filter.takesEverything(),
        row.getLong("seq"),
        row.getString("hash"));
  }

  /** The records of an export after that one, in their order. */
  Future<List<AuditLink>> links(TenantId tenant, AuditRange range, long after, int limit) {
    // What stands between two records of a period belongs to it, whatever the clock said.
    var filter = range.complete() ? ANY : range.filter();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT seq, at, actor_kind, actor_id, actor, on_behalf_of, action, object,
                        result, ip, agent, request_id, details, version,
                        encode(prev_hash, 'hex') AS prev, encode(hash, 'hex') AS hash
                    FROM audit
                    WHERE tenant_id = $1 AND seq > $8 AND seq <= $9
                    """
                        + FILTER
                        + " ORDER BY seq LIMIT $10")
                .execute(
                    filtered(tenant, filter).addLong(after).addLong(range.to()).addInteger(limit))
                .map(rows -> Rows.all(rows, AuditStore::toLink)));
  }

  private static AuditLink toLink(Row row) {
    return new AuditLink(
        toEntry(row), row.getInteger("version"), row.getString("prev"), row.getString("hash"));
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  static AuditEntry toEntry(Row row) {
    return new AuditEntry(
        row.getLong("seq"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("actor_kind"),
        Optional.ofNullable(row.getUUID("actor_id")),
        row.getString("actor"),
        Optional.ofNullable(row.getString("on_behalf_of")),
        row.getString("action"),
        Optional.ofNullable(row.getString("object")),
        row.getString("result"),
        Optional.ofNullable(row.getString("ip")),
        Optional.ofNullable(row.getString("agent")),
        Optional.ofNullable(row.getString("request_id")),
        row.getJsonObject("details"));
  }
}
