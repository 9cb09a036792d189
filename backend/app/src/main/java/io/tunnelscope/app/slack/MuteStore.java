package io.tunnelscope.app.slack;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Targets of which a channel hears nothing for a while, whatever it subscribed to. Runs that people
 * ask for there are told all the same.
 */
public final class MuteStore {
  private final Db db;
  private final AuditLog audit;

  public MuteStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /**
   * Mutes from now on; the later end counts when it is muted already.
   *
   * @param target ARM id, or {@link ChannelSubscription#ALL_TARGETS}
   * @return when the channel hears of it again
   */
  public Future<Instant> mute(
      Principal who, Optional<Origin> origin, Channel channel, String target, Duration time) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO slack_mute AS m (tenant_id, workspace_id, channel_id, target_key, until, made_by)
                    VALUES ($1, $2, $3, lower($4), clock_timestamp() + make_interval(secs => $5), $6)
                    ON CONFLICT (tenant_id, workspace_id, channel_id, target_key) DO UPDATE
                       SET until = greatest(m.until, excluded.until), made_by = excluded.made_by
                    RETURNING until
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        channel.workspace(),
                        channel.id(),
                        target,
                        (double) time.toSeconds(),
                        who.name()))
                .map(rows -> rows.iterator().next().getOffsetDateTime("until").toInstant())
                .compose(
                    until ->
                        record(
                                c,
                                who,
                                origin,
                                "slack-mute.set",
                                target,
                                new JsonObject()
                                    .put("channel", channel.id())
                                    .put("until", until.toString()))
                            .map(until)));
  }

  /**
   * Ends it early.
   *
   * @return whether it was muted
   */
  public Future<Boolean> unmute(
      Principal who, Optional<Origin> origin, Channel channel, String target) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM slack_mute
                     WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3 AND target_key = lower($4)
                       AND until > clock_timestamp()
                    """)
                .execute(Tuple.of(tenant.value(), channel.workspace(), channel.id(), target))
                .compose(
                    gone ->
                        gone.rowCount() == 0
                            ? Future.succeededFuture(false)
                            : record(
                                    c,
                                    who,
                                    origin,
                                    "slack-mute.remove",
                                    target,
                                    new JsonObject().put("channel", channel.id()))
                                .map(true)));
  }

  private Future<Void> record(
      SqlConnection c,
      Principal who,
      Optional<Origin> origin,
      String action,
      String target,
      JsonObject details) {
    return origin.isPresent()
        ? audit.record(c, who, origin.get(), action, Optional.of(target), details)
        : audit.record(c, who, action, Optional.of(target), details);
  }
}
