package io.tunnelscope.app.slack;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What channels want to hear of targets. */
public final class ChannelSubscriptionStore {
  /** Of one channel; who wants more subscribes to all targets. */
  private static final int MOST = 200;

  private final Db db;
  private final AuditLog audit;

  public ChannelSubscriptionStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /**
   * Makes the channel hear of a target, in the place of what it heard of it before.
   *
   * @param origin where the wish came from; empty when that has no address, as in Slack
   * @return fails with {@link Refusal.Conflict} when the channel has too many
   */
  public Future<Void> put(Principal who, Optional<Origin> origin, ChannelSubscription wanted) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            upsert(c, tenant, wanted)
                .compose(_ -> count(c, tenant, wanted.channel()))
                .compose(
                    there ->
                        there > MOST ? Future.failedFuture(tooMany()) : Future.succeededFuture())
                .compose(_ -> record(c, who, origin, "slack-subscription.set", wanted)));
  }

  /**
   * The channel hears of that target no more.
   *
   * @param target {@code *} for the subscription to all; the others stay
   * @return whether there was one
   */
  public Future<Boolean> remove(
      Principal who, Optional<Origin> origin, Channel channel, String target) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM slack_subscription
                     WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3 AND target_key = $4
                    RETURNING *
                    """)
                .execute(Tuple.of(tenant.value(), channel.workspace(), channel.id(), key(target)))
                .map(rows -> Rows.atMostOne(rows, ChannelSubscriptionStore::toSubscription))
                .compose(
                    gone ->
                        gone.isEmpty()
                            ? Future.succeededFuture(false)
                            : record(c, who, origin, "slack-subscription.remove", gone.get())
                                .map(true)));
  }

  /** All of a channel, the one to all targets first. */
  public Future<List<ChannelSubscription>> list(TenantId tenant, Channel channel) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT * FROM slack_subscription
                     WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3
                     ORDER BY target_key <> '*', target_name, target_key
                    """)
                .execute(Tuple.of(tenant.value(), channel.workspace(), channel.id()))
                .map(rows -> Rows.all(rows, ChannelSubscriptionStore::toSubscription)));
  }

  private static Future<Void> upsert(SqlConnection c, TenantId tenant, ChannelSubscription wanted) {
    return c.preparedQuery(
            """
            INSERT INTO slack_subscription (tenant_id, workspace_id, channel_id, target_key, target_name,
                   on_unhealthy, on_changed, on_recovered, on_all, digest, made_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant_id, workspace_id, channel_id, target_key) DO UPDATE SET
                   target_name = excluded.target_name, on_unhealthy = excluded.on_unhealthy,
                   on_changed = excluded.on_changed, on_recovered = excluded.on_recovered,
                   on_all = excluded.on_all, digest = excluded.digest, made_by = excluded.made_by,
                   made_at = now()
            """)
        .execute(
            Tuple.tuple()
                .addUUID(tenant.value())
                .addUUID(wanted.channel().workspace())
                .addString(wanted.channel().id())
                .addString(key(wanted.target()))
                .addString(wanted.targetName())
                .addBoolean(wanted.on().contains(ChannelSubscription.Occasion.UNHEALTHY))
                .addBoolean(wanted.on().contains(ChannelSubscription.Occasion.CHANGED))
                .addBoolean(wanted.on().contains(ChannelSubscription.Occasion.RECOVERED))
                .addBoolean(wanted.on().contains(ChannelSubscription.Occasion.ALL))
                .addBoolean(wanted.isDigest())
                .addString(wanted.madeBy()))
        .mapEmpty();
  }

  private static Future<Integer> count(SqlConnection c, TenantId tenant, Channel channel) {
    return c.preparedQuery(
            """
            SELECT count(*)::int AS there FROM slack_subscription
             WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3
            """)
        .execute(Tuple.of(tenant.value(), channel.workspace(), channel.id()))
        .map(rows -> rows.iterator().next().getInteger("there"));
  }

  private Future<Void> record(
      SqlConnection c,
      Principal who,
      Optional<Origin> origin,
      String action,
      ChannelSubscription about) {
    var details =
        new JsonObject()
            .put("channel", about.channel().id())
            .put("on", about.on().stream().map(ChannelSubscription.Occasion::wire).toList())
            .put("digest", about.isDigest());
    return origin.isPresent()
        ? audit.record(c, who, origin.get(), action, Optional.of(about.target()), details)
        : audit.record(c, who, action, Optional.of(about.target()), details);
  }

  /** As table run has it. */
  static String key(String target) {
    return target.toLowerCase(Locale.ROOT);
  }

  private static Refusal tooMany() {
    return new Refusal.Conflict(
        new Text(
            "The channel has " + MOST + " subscriptions: subscribe to * instead, or remove some.",
            "채널의 구독이 " + MOST + "개로 가득 찼습니다. 전체(*)를 구독하거나 일부를 해제해 주십시오."));
  }

  private static ChannelSubscription toSubscription(Row row) {
    return new ChannelSubscription(
        new Channel(row.getUUID("workspace_id"), row.getString("channel_id")),
        row.getString("target_key"),
        row.getString("target_name"),
        occasions(row),
        row.getBoolean("digest"),
        row.getString("made_by"));
  }

  private static Set<ChannelSubscription.Occasion> occasions(Row row) {
    var on = EnumSet.noneOf(ChannelSubscription.Occasion.class);
    for (var occasion : ChannelSubscription.Occasion.values()) {
      if (row.getBoolean("on_" + occasion.wire())) {
        on.add(occasion);
      }
    }
    return on;
  }
}
