package io.tunnelscope.app.audit;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
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

/** Reads the audit of a tenant; that somebody read it is an entry as well. */
public final class AuditStore {
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
            find(c, tenant, filter, limit)
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

  /** Writes down a refusal, which has no transaction of its own. */
  public Future<Void> denied(
      TenantId tenant, Principal who, Origin origin, String object, JsonObject details) {
    return db.inTenant(tenant, c -> log.denied(c, who, origin, Optional.of(object), details));
  }

  private static Future<List<AuditEntry>> find(
      SqlConnection c, TenantId tenant, AuditFilter filter, int limit) {
    return c.preparedQuery(
            """
            SELECT seq, at, actor_kind, actor_id, actor, action, object, result, ip, agent,
                request_id, details
            FROM audit
            WHERE tenant_id = $1
              AND seq < $2
              AND ($3::text IS NULL OR actor = $3)
              AND ($4::text IS NULL OR action = $4)
              AND ($5::text IS NULL OR object = $5)
              AND ($6::text IS NULL OR result = $6)
              AND ($7::timestamptz IS NULL OR at >= $7)
              AND ($8::timestamptz IS NULL OR at < $8)
            ORDER BY seq DESC LIMIT $9
            """)
        .execute(
            Tuple.tuple()
                .addUUID(tenant.value())
                .addLong(filter.before().orElse(Long.MAX_VALUE))
                .addString(filter.actor().orElse(null))
                .addString(filter.action().orElse(null))
                .addString(filter.object().orElse(null))
                .addString(filter.result().orElse(null))
                .addOffsetDateTime(filter.from().map(AuditStore::utc).orElse(null))
                .addOffsetDateTime(filter.to().map(AuditStore::utc).orElse(null))
                .addInteger(limit))
        .map(rows -> Rows.all(rows, AuditStore::toEntry));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static AuditEntry toEntry(Row row) {
    return new AuditEntry(
        row.getLong("seq"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("actor_kind"),
        Optional.ofNullable(row.getUUID("actor_id")),
        row.getString("actor"),
        row.getString("action"),
        Optional.ofNullable(row.getString("object")),
        row.getString("result"),
        Optional.ofNullable(row.getString("ip")),
        Optional.ofNullable(row.getString("agent")),
        Optional.ofNullable(row.getString("request_id")),
        row.getJsonObject("details"));
  }
}
