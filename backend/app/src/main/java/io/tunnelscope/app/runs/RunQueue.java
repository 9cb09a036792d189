package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs that wait for a worker, as those see them who start and cancel runs. There is one lane a
 * subscription and at most one run of a lane at a time, fair between tenants; what a person waits
 * for goes before what a schedule started. Workers use {@link LaneQueue}. The rules themselves are
 * the functions {@code app.queue_…} of the database, see V018.
 *
 * <p>All of it belongs to the caller's transaction. Locks are taken in one order everywhere: share
 * of the tenant, lane, run, head of the audit.
 */
public final class RunQueue {

  /** What became of a wish to cancel. */
  enum Cancelled {
    /** It had not begun, and is out of the queue. */
    REMOVED,
    /** A worker has it; it will notice. */
    MARKED
  }

  /** Locks the tenant's share. First statement of every transaction that changes its lanes. */
  public Future<TenantShare> lockShare(SqlConnection c, TenantId tenant) {
    return readShare(c, tenant)
        .compose(
            found ->
                found.isEmpty()
                    ? c.preparedQuery(
                            "INSERT INTO tenant_share (tenant_id) VALUES ($1) ON CONFLICT DO"
                                + " NOTHING")
                        .execute(Tuple.of(tenant.value()))
                        .compose(_ -> readShare(c, tenant))
                    : Future.succeededFuture(found))
        .map(List::getFirst);
  }

  private static Future<List<TenantShare>> readShare(SqlConnection c, TenantId tenant) {
    return c.preparedQuery(
            """
            SELECT s.open_runs, t.queue_limit
              FROM tenant_share s JOIN tenant t USING (tenant_id)
             WHERE s.tenant_id = $1
               FOR UPDATE OF s
            """)
        .execute(Tuple.of(tenant.value()))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new TenantShare(
                            tenant, row.getInteger("open_runs"), row.getInteger("queue_limit"))));
  }

  /** As {@link #add(SqlConnection, TenantShare, SubscriptionId, List, boolean)}, one run. */
  Future<Void> add(
      SqlConnection c, TenantShare share, SubscriptionId subscription, RunId run, Source source) {
    return add(c, share, subscription, List.of(run), source == Source.SCHEDULE);
  }

  /**
   * Puts runs at the end of a lane.
   *
   * @param share locked by this transaction
   * @param scheduled nobody waits for them: what a person waits for goes first
   * @return fails with {@link Refusal.QueueFull} when the tenant would have more open runs than it
   *     may
   */
  public Future<Void> add(
      SqlConnection c,
      TenantShare share,
      SubscriptionId subscription,
      List<RunId> runs,
      boolean scheduled) {
    if (share.openRuns() + runs.size() > share.limit()) {
      return Future.failedFuture(queueFull(share));
    }
    return c.preparedQuery("SELECT app.queue_add($1, $2, $3, $4)::text")
        .execute(
            Tuple.of(
                share.tenant().value(),
                Collections.nCopies(runs.size(), subscription.value()).toArray(UUID[]::new),
                runs.stream().map(RunId::value).toArray(UUID[]::new),
                scheduled))
        .mapEmpty();
  }

  /**
   * Fails with {@link Refusal.Conflict}, and with it the transaction, when more than one run of the
   * subscription is open. One that is finished counts no more, though its worker may not have
   * handed the lane back yet.
   *
   * @param subscription its lane was locked by {@link #add} in this transaction
   */
  Future<Void> alone(SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return c.preparedQuery(
            """
            SELECT 1
              FROM queued_run q JOIN run r ON r.tenant_id = q.tenant_id AND r.run_id = q.run_id
             WHERE q.tenant_id = $1 AND q.subscription_id = $2 AND r.finished_at IS NULL
             LIMIT 2
            """)
        .execute(Tuple.of(tenant.value(), subscription.value()))
        .compose(rows -> rows.size() == 1 ? Future.succeededFuture() : Future.failedFuture(busy()));
  }

  private static Refusal busy() {
    return new Refusal.Conflict(
        new Text(
            "Another run of this subscription is not finished: wait for it, or cancel it.",
            "이 구독의 다른 실행이 끝나지 않았습니다. 완료될 때까지 기다리거나 취소하십시오."));
  }

  private static Refusal queueFull(TenantShare share) {
    return new Refusal.QueueFull(
        new Text(
            "all %d places of the queue are taken: wait until a run is done, or cancel one"
                .formatted(share.limit()),
            "대기열 %d건이 모두 찼습니다. 실행이 끝날 때까지 기다리거나 대기 중인 실행을 취소하십시오.".formatted(share.limit())));
  }

  /**
   * Takes an open run out of the queue, or marks it for the worker that has it.
   *
   * @param share locked by this transaction
   */
  Future<Cancelled> cancel(SqlConnection c, TenantShare share, RunId run) {
    return c.preparedQuery("SELECT app.queue_cancel($1, $2) AS cancelled")
        .execute(Tuple.of(share.tenant().value(), run.value()))
        .map(rows -> Cancelled.valueOf(rows.iterator().next().getString("cancelled")));
  }

  /**
   * How many runs of its lane will begin before it does, itself counted; empty when it has begun.
   */
  Future<List<Integer>> position(SqlConnection c, TenantId tenant, RunId run) {
    return c.preparedQuery(
            """
            SELECT (SELECT count(*)::int FROM queued_run before
                     WHERE before.tenant_id = q.tenant_id
                       AND before.subscription_id = q.subscription_id
                       AND (before.scheduled, before.seq) <= (q.scheduled, q.seq)
                       AND before.seq IS DISTINCT FROM l.running_seq) AS position
              FROM queued_run q JOIN lane l USING (tenant_id, subscription_id)
             WHERE q.tenant_id = $1 AND q.run_id = $2 AND q.seq IS DISTINCT FROM l.running_seq
            """)
        .execute(Tuple.of(tenant.value(), run.value()))
        .map(rows -> Rows.all(rows, row -> row.getInteger("position")));
  }

  /** What is known of when a waiting run will begin; empty when it has begun. */
  Future<List<StartForecast>> forecast(SqlConnection c, TenantId tenant, RunId run) {
    return c.preparedQuery(
            """
            WITH mine AS (
                SELECT q.tenant_id, q.subscription_id, q.scheduled, q.seq, l.running_seq,
                       CASE WHEN s.parked > 0 OR EXISTS (
                                SELECT FROM lane late
                                 WHERE late.tenant_id = q.tenant_id AND late.state = 'READY'
                                   AND late.ready_at < clock_timestamp() - interval '2 s') THEN NULL
                            WHEN l.state = 'RUNNING' AND l.lease_until > clock_timestamp() THEN clock_timestamp()
                            WHEN l.state = 'WAITING' THEN l.ready_at END AS free
                  FROM queued_run q
                  JOIN lane l USING (tenant_id, subscription_id)
                  JOIN tenant_share s USING (tenant_id)
                 WHERE q.tenant_id = $1 AND q.run_id = $2 AND q.seq IS DISTINCT FROM l.running_seq
            ), before AS (
                SELECT q.run_id, q.seq IS NOT DISTINCT FROM m.running_seq AS running
                  FROM mine m JOIN queued_run q USING (tenant_id, subscription_id)
                 WHERE (q.scheduled, q.seq) < (m.scheduled, m.seq)
                    OR q.seq IS NOT DISTINCT FROM m.running_seq
                 LIMIT $3
            )
            SELECT clock_timestamp() AS now, m.free, r.run_id, r.attempt > b.running::int AS again,
                   CASE WHEN b.running
                        THEN extract(epoch FROM clock_timestamp() - r.started_at)::float8
                        END AS elapsed,
                   u.runs, u.quartiles
              FROM mine m
              LEFT JOIN (before b JOIN run r ON r.tenant_id = $1 AND r.run_id = b.run_id) ON true
              LEFT JOIN LATERAL (
                   SELECT count(*)::int AS runs,
                          percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY seconds)
                              AS quartiles
                     FROM (SELECT extract(epoch FROM o.finished_at - o.started_at)::float8 AS seconds
                             FROM run o
                            WHERE o.tenant_id = $1 AND o.target_key = r.target_key
                              AND o.state = 'SUCCEEDED' AND o.attempt = 1
                            ORDER BY o.run_id DESC LIMIT 10) last
                   ) u ON true
            """)
        .execute(Tuple.of(tenant.value(), run.value(), StartForecast.MOST_AHEAD + 1))
        .map(rows -> Rows.all(rows, row -> row))
        .map(
            rows ->
                rows.isEmpty()
                    ? List.of()
                    : List.of(
                        new StartForecast(
                            Columns.instant(rows.getFirst(), "now"),
                            Optional.ofNullable(rows.getFirst().getOffsetDateTime("free"))
                                .map(OffsetDateTime::toInstant),
                            rows.stream()
                                .filter(row -> row.getUUID("run_id") != null)
                                .map(RunQueue::ahead)
                                .toList())));
  }

  private static StartForecast.Ahead ahead(Row row) {
    var quartiles = row.getArrayOfDoubles("quartiles");
    var usual =
        quartiles == null
            ? new StartForecast.Usual(0, 0, 0, 0)
            : new StartForecast.Usual(
                row.getInteger("runs"), quartiles[0], quartiles[1], quartiles[2]);
    return new StartForecast.Ahead(
        Optional.ofNullable(row.getDouble("elapsed"))
            .map(seconds -> Duration.ofMillis(Math.round(seconds * 1_000))),
        row.getBoolean("again"),
        usual);
  }
}
