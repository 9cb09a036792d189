package io.tunnelscope.app.slack;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.commands.Occasion;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.gateways.TargetStore;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
   * The channel hears of that target on those occasions no more. Where it hears of every end of a
   * run there is no less to hear of: that stays until it is ended as a whole.
   *
   * @param target {@code *} for the subscription to all; the others stay
   * @param on empty, or with {@link Occasion#ALL}, for all occasions
   * @return on which it is told still; none: there is no subscription any more
   */
  public Future<Set<Occasion>> end(
      Principal who, Optional<Origin> origin, Channel channel, String target, Set<Occasion> on) {
    return db.inTenant(
        who.tenant(),
        c ->
            locked(c, who.tenant(), channel, target)
                .compose(
                    found ->
                        found.isEmpty()
                            ? Future.succeededFuture(Set.of())
                            : lessen(c, who, origin, found.get(), on)));
  }

  private static Future<Optional<ChannelSubscription>> locked(
      SqlConnection c, TenantId tenant, Channel channel, String target) {
    return c.preparedQuery(
            """
            SELECT * FROM slack_subscription
             WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3 AND target_key = lower($4)
               FOR UPDATE
            """)
        .execute(Tuple.of(tenant.value(), channel.workspace(), channel.id(), target))
        .map(rows -> Rows.atMostOne(rows, ChannelSubscriptionStore::toSubscription));
  }

  private Future<Set<Occasion>> lessen(
      SqlConnection c,
      Principal who,
      Optional<Origin> origin,
      ChannelSubscription known,
      Set<Occasion> on) {
    var left = EnumSet.copyOf(known.on());
    left.removeAll(on.isEmpty() || on.contains(Occasion.ALL) ? known.on() : on);
    if (left.equals(known.on())) {
      return Future.succeededFuture(left);
    }
    return left.isEmpty()
        ? delete(c, who.tenant(), known)
            .compose(_ -> record(c, who, origin, "slack-subscription.remove", known))
            .map(left)
        : upsert(c, who.tenant(), known.on(left))
            .compose(_ -> record(c, who, origin, "slack-subscription.set", known.on(left)))
            .map(left);
  }

  private static Future<Void> delete(SqlConnection c, TenantId tenant, ChannelSubscription known) {
    return c.preparedQuery(
            """
            DELETE FROM slack_subscription
             WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3 AND target_key = lower($4)
            """)
        .execute(
            Tuple.of(
                tenant.value(), known.channel().workspace(), known.channel().id(), known.target()))
        .mapEmpty();
  }

  /**
   * Those of a channel to the targets of that name or resource id, any case.
   *
   * @param wanted each asterisk in it stands for any letters; alone it is the one to all targets
   */
  Future<List<ChannelSubscription>> meant(TenantId tenant, Channel channel, String wanted) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT * FROM slack_subscription
                     WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3
                       AND (target_key = lower($4)
                            OR '*' NOT IN ($4, target_key) AND lower(target_name) LIKE lower($5))
                     ORDER BY target_name, target_key
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        channel.workspace(),
                        channel.id(),
                        wanted,
                        TargetStore.like(wanted)))
                .map(rows -> Rows.all(rows, ChannelSubscriptionStore::toSubscription)));
  }

  /**
   * A wish and where it is told.
   *
   * @param channelName as the admin called it who bound the channel
   */
  record Told(String channelName, ChannelSubscription subscription) {}

  /** What somebody wished for channels that are bound, by the names of the channels. */
  Future<List<Told>> wishedBy(TenantId tenant, UUID workspace, String user, int most) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT s.*, c.name AS channel_name
                      FROM slack_subscription s
                      JOIN slack_channel c USING (tenant_id, workspace_id, channel_id)
                     WHERE tenant_id = $1 AND workspace_id = $2 AND s.slack_user = $3
                     ORDER BY c.name, channel_id, s.target_key <> '*', s.target_name LIMIT $4
                    """)
                .execute(Tuple.of(tenant.value(), workspace, user, most))
                .map(
                    rows ->
                        Rows.all(
                            rows,
                            row -> new Told(row.getString("channel_name"), toSubscription(row)))));
  }

  private static Future<Void> upsert(SqlConnection c, TenantId tenant, ChannelSubscription wanted) {
    return c.preparedQuery(
            """
            INSERT INTO slack_subscription (tenant_id, workspace_id, channel_id, target_key, target_name,
                   on_unhealthy, on_changed, on_recovered, on_all, digest, made_by, slack_user)
            VALUES ($1, $2, $3, lower($4), $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (tenant_id, workspace_id, channel_id, target_key) DO UPDATE SET
                   target_name = excluded.target_name, on_unhealthy = excluded.on_unhealthy,
                   on_changed = excluded.on_changed, on_recovered = excluded.on_recovered,
                   on_all = excluded.on_all, digest = excluded.digest, made_by = excluded.made_by,
                   slack_user = excluded.slack_user, made_at = now()
            """)
        .execute(
            Tuple.tuple()
                .addUUID(tenant.value())
                .addUUID(wanted.channel().workspace())
                .addString(wanted.channel().id())
                .addString(wanted.target())
                .addString(wanted.targetName())
                .addBoolean(wanted.on().contains(Occasion.UNHEALTHY))
                .addBoolean(wanted.on().contains(Occasion.CHANGED))
                .addBoolean(wanted.on().contains(Occasion.RECOVERED))
                .addBoolean(wanted.on().contains(Occasion.ALL))
                .addBoolean(wanted.isDigest())
                .addString(wanted.madeBy())
                .addString(wanted.user()))
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
            .put("on", about.on().stream().map(Occasion::written).toList())
            .put("digest", about.isDigest());
    return origin.isPresent()
        ? audit.record(c, who, origin.get(), action, Optional.of(about.target()), details)
        : audit.record(c, who, action, Optional.of(about.target()), details);
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
        row.getString("made_by"),
        row.getString("slack_user"));
  }

  private static Set<Occasion> occasions(Row row) {
    var on = EnumSet.noneOf(Occasion.class);
    for (var occasion : Occasion.values()) {
      if (row.getBoolean("on_" + occasion.written())) {
        on.add(occasion);
      }
    }
    return on;
  }
}
