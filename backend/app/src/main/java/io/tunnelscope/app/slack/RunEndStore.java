package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.outbox.Message;
import io.tunnelscope.app.outbox.OutboxStore;
import io.tunnelscope.app.runs.RunStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Writes, with the end of a run, who is to be told: the places where somebody asked for it, and the
 * channels that subscribed to what it came to. One query for a tenant that nobody in Slack hears
 * of.
 */
public final class RunEndStore implements RunStore.Herald {
  /** Runs whose transactions began before a period was over are in its digest. */
  private static final Duration LATE = Duration.ofSeconds(60);

  private final OutboxStore outbox;
  private final Duration period;
  private final Duration late;

  public RunEndStore(OutboxStore outbox) {
    this(outbox, Duration.ofHours(1), LATE);
  }

  /**
   * @param period of digests
   * @param late how long after it a digest goes
   */
  RunEndStore(OutboxStore outbox, Duration period, Duration late) {
    this.outbox = outbox;
    this.period = period;
    this.late = late;
  }

  /**
   * What a person asked for is told whether or not it is muted; a channel that both asked and
   * subscribed is told once, and one that is bound to the tenant no more hears nothing.
   */
  @Override
  public Future<Void> ended(SqlConnection c, TenantId tenant, RunId run) {
    return c.preparedQuery(
            """
            WITH ended AS (
                SELECT r.target_key, r.state, r.code, r.changed, before.code AS code_before
                  FROM run r
                  LEFT JOIN run before
                         ON before.tenant_id = r.tenant_id AND before.run_id = r.previous_run_id
                 WHERE r.tenant_id = $1 AND r.run_id = $2 AND r.source NOT IN ('upload', 'seed')
                   AND r.state <> 'CANCELLED'
            ), wanted AS (
                SELECT s.workspace_id, s.channel_id, bool_and(s.digest) AS digest,
                       CASE WHEN s.channel_id LIKE 'D%' THEN max(s.slack_user) ELSE '' END AS told_to
                  FROM ended e
                  JOIN slack_subscription s ON s.tenant_id = $1 AND s.target_key IN (e.target_key, '*')
                 -- In a conversation with the bot there is nobody but who subscribed.
                 WHERE (s.channel_id LIKE 'D%' AND {member}
                        OR EXISTS (SELECT FROM slack_channel b
                                    WHERE b.tenant_id = $1 AND b.workspace_id = s.workspace_id
                                      AND b.channel_id = s.channel_id))
                   AND (s.on_all
                        OR s.on_changed AND e.changed
                        OR s.on_unhealthy AND e.code = 'UnHealthy' AND e.code_before IS DISTINCT FROM 'UnHealthy'
                        OR s.on_recovered AND e.code = 'Healthy' AND e.code_before <> 'Healthy')
                   AND NOT EXISTS (SELECT FROM slack_mute m
                                    WHERE m.tenant_id = $1 AND m.workspace_id = s.workspace_id
                                      AND m.channel_id = s.channel_id
                                      AND m.target_key IN (e.target_key, '*')
                                      AND m.until > clock_timestamp())
                 GROUP BY s.workspace_id, s.channel_id
            ), asked AS (
                SELECT post_id, workspace_id, channel_id, only_for FROM slack_post
                 WHERE tenant_id = $1 AND run_id = $2 AND closed_at IS NULL
            ), unasked AS (
                SELECT w.* FROM wanted w
                 WHERE NOT EXISTS (SELECT FROM asked a
                                    WHERE a.workspace_id = w.workspace_id AND a.channel_id = w.channel_id
                                      AND a.only_for = '')
            ), posted AS (
                INSERT INTO slack_post (tenant_id, post_id, run_id, workspace_id, channel_id, only_for, asked_by, quiet)
                SELECT $1, gen_random_uuid(), $2, workspace_id, channel_id, '', told_to, true
                  FROM unasked WHERE NOT digest
                ON CONFLICT (tenant_id, run_id, workspace_id, channel_id, only_for) DO NOTHING
                RETURNING post_id, workspace_id, channel_id
            ), collected AS (
                INSERT INTO slack_digest_run (tenant_id, workspace_id, channel_id, run_id, period)
                SELECT $1, workspace_id, channel_id, $2, floor(extract(epoch FROM clock_timestamp())::float8 / $3::float8)::bigint
                  FROM unasked WHERE digest
                ON CONFLICT (tenant_id, workspace_id, channel_id, run_id) DO NOTHING
                RETURNING workspace_id, channel_id, period
            )
            SELECT post_id, workspace_id, channel_id, NULL::bigint AS period, 0::float8 AS rest FROM asked
            UNION ALL
            SELECT post_id, workspace_id, channel_id, NULL, 0 FROM posted
            UNION ALL
            SELECT NULL, workspace_id, channel_id, period,
                   (period + 1) * $3::float8 - extract(epoch FROM clock_timestamp())::float8
              FROM collected
            """
                .replace("{member}", SlackAccountStore.isMember("s.workspace_id", "s.slack_user")))
        .execute(Tuple.of(tenant.value(), run.value(), period.toMillis() / 1000.0))
        .map(rows -> Rows.all(rows, row -> message(tenant, row)))
        .compose(
            messages ->
                messages.isEmpty() ? Future.succeededFuture() : outbox.add(c, tenant, messages));
  }

  private Message message(TenantId tenant, Row row) {
    var channel = new Channel(row.getUUID("workspace_id"), row.getString("channel_id"));
    var rest = Duration.ofMillis((long) (row.getDouble("rest") * 1000));
    return row.getUUID("post_id") != null
        ? Outgoing.message(tenant, channel, new Outgoing.OfRun(row.getUUID("post_id")))
        : Outgoing.message(
            tenant, new Outgoing.Digest(channel, row.getLong("period")), rest.plus(late));
  }
}
