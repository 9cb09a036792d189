package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.slack.SlackMethod.Pace;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How fast Slack may be called, kept where all nodes see it: a call takes its share of the time
 * (GCRA, the leaky bucket as a meter), and after a 429 nobody calls before Slack wants it.
 */
final class BucketStore {
  private final Db db;

  BucketStore(Db db) {
    this.db = db;
  }

  /**
   * Takes one call of a method, and one message of the channel if it is posted there.
   *
   * @return empty: go on; else how long to wait
   */
  Future<Optional<Duration>> take(
      TenantId tenant, UUID workspace, SlackMethod method, Optional<String> channel) {
    return db.inTenant(
        tenant,
        c ->
            channel
                .map(
                    id ->
                        take(
                            c,
                            tenant,
                            workspace,
                            method.wire() + "/" + id,
                            SlackMethod.ONE_CHANNEL))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(
                    wait ->
                        wait.isPresent()
                            ? Future.succeededFuture(wait)
                            : take(c, tenant, workspace, method.wire(), method.pace())));
  }

  private static Future<Optional<Duration>> take(
      SqlConnection c, TenantId tenant, UUID workspace, String bucket, Pace pace) {
    return c.preparedQuery(
            """
            INSERT INTO slack_bucket AS b (tenant_id, workspace_id, bucket, taken_until)
            VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))
            ON CONFLICT (tenant_id, workspace_id, bucket) DO UPDATE
               SET taken_until = greatest(b.taken_until, clock_timestamp()) + make_interval(secs => $4)
             WHERE b.rests_until <= clock_timestamp()
               AND b.taken_until <= clock_timestamp() + make_interval(secs => $5)
            """)
        .execute(
            Tuple.of(
                tenant.value(), workspace, bucket, seconds(pace.each()), seconds(pace.ahead())))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture(Optional.empty())
                    : waiting(c, tenant, workspace, bucket, pace).map(Optional::of));
  }

  private static Future<Duration> waiting(
      SqlConnection c, TenantId tenant, UUID workspace, String bucket, Pace pace) {
    return c.preparedQuery(
            """
            SELECT extract(epoch FROM greatest(rests_until, taken_until - make_interval(secs => $4))
                                      - clock_timestamp())::float8 AS wait
              FROM slack_bucket
             WHERE tenant_id = $1 AND workspace_id = $2 AND bucket = $3
            """)
        .execute(Tuple.of(tenant.value(), workspace, bucket, seconds(pace.ahead())))
        .map(rows -> rows.iterator().next().getDouble("wait"))
        .map(wait -> Duration.ofMillis(Math.max(10, (long) Math.ceil(wait * 1000))));
  }

  /** Slack said 429: nobody calls that method of the workspace for that long. */
  Future<Void> rest(TenantId tenant, UUID workspace, SlackMethod method, Duration time) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO slack_bucket AS b (tenant_id, workspace_id, bucket, taken_until, rests_until)
                    VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(secs => $4))
                    ON CONFLICT (tenant_id, workspace_id, bucket) DO UPDATE
                       SET rests_until = greatest(b.rests_until, excluded.rests_until)
                    """)
                .execute(Tuple.of(tenant.value(), workspace, method.wire(), seconds(time)))
                .mapEmpty());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
