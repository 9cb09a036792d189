package io.tunnelscope.app.slack;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Which channels an admin let see the tenant. */
final class ChannelBindingStore {
  private static final int MOST = 500;

  private final Db db;
  private final AuditLog audit;

  ChannelBindingStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** In order of their names. */
  Future<List<ChannelBinding>> list(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT workspace_id, channel_id, name, ceiling, bound_by, bound_at
                    FROM slack_channel WHERE tenant_id = $1
                    ORDER BY name, workspace_id, channel_id LIMIT $2
                    """)
                .execute(Tuple.of(tenant.value(), MOST))
                .map(rows -> Rows.all(rows, ChannelBindingStore::toBinding)));
  }

  /**
   * Binds it, or gives it another ceiling. Fails with {@link Refusal.NotFound} when the tenant has
   * no such workspace.
   */
  Future<ChannelBinding> put(
      Principal who, Origin origin, Channel channel, String name, Role ceiling, Instant now) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            find(c, tenant, channel)
                .compose(
                    before ->
                        upsert(c, who, channel, name, ceiling, now)
                            .compose(_ -> find(c, tenant, channel))
                            .map(Optional::orElseThrow)
                            .compose(
                                after ->
                                    audit
                                        .record(
                                            c,
                                            who,
                                            origin,
                                            "slack-channel.bind",
                                            Optional.of(channel.id()),
                                            new JsonObject()
                                                .put("workspace", channel.workspace().toString())
                                                .put("name", name)
                                                .put(
                                                    "before",
                                                    before
                                                        .map(each -> each.ceiling().wire())
                                                        .orElse(null))
                                                .put("after", ceiling.wire()))
                                        .map(after))));
  }

  private static Future<Void> upsert(
      SqlConnection c, Principal who, Channel channel, String name, Role ceiling, Instant now) {
    return c.preparedQuery(
            """
            INSERT INTO slack_channel
                (tenant_id, workspace_id, channel_id, name, ceiling, bound_by, bound_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (tenant_id, workspace_id, channel_id) DO UPDATE
            SET name = excluded.name, ceiling = excluded.ceiling, bound_by = excluded.bound_by,
                bound_at = excluded.bound_at
            """)
        .execute(
            Tuple.of(
                who.tenant().value(),
                channel.workspace(),
                channel.id(),
                name,
                ceiling.wire(),
                who.name(),
                now.atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }

  /** Fails with {@link Refusal.NotFound} when it was not bound. */
  Future<Void> remove(Principal who, Origin origin, Channel channel) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM slack_channel
                    WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3
                    """)
                .execute(Tuple.of(tenant.value(), channel.workspace(), channel.id()))
                .compose(
                    gone ->
                        gone.rowCount() == 1
                            ? audit.record(
                                c,
                                who,
                                origin,
                                "slack-channel.unbind",
                                Optional.of(channel.id()),
                                new JsonObject().put("workspace", channel.workspace().toString()))
                            : Future.failedFuture(new Refusal.NotFound())));
  }

  private static Future<Optional<ChannelBinding>> find(
      SqlConnection c, TenantId tenant, Channel channel) {
    return c.preparedQuery(
            """
            SELECT workspace_id, channel_id, name, ceiling, bound_by, bound_at
            FROM slack_channel WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3
            """)
        .execute(Tuple.of(tenant.value(), channel.workspace(), channel.id()))
        .map(rows -> Rows.atMostOne(rows, ChannelBindingStore::toBinding));
  }

  private static ChannelBinding toBinding(Row row) {
    return new ChannelBinding(
        new Channel(row.getUUID("workspace_id"), row.getString("channel_id")),
        row.getString("name"),
        Role.parse(row.getString("ceiling")).orElseThrow(),
        row.getString("bound_by"),
        row.getOffsetDateTime("bound_at").toInstant());
  }
}
