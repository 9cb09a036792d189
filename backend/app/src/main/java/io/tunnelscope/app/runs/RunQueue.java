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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs that wait for a worker, as those see them who start and cancel runs. There is one lane a
 * subscription and at most one run of a lane at a time, fair between tenants; what a person waits
 * for goes before what a schedule started. Workers use {@link LaneQueue}. The rules themselves are
 * the functions {@code app.queue_…} of the database, see V018 and V038.
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

  /** As {@link #add(SqlConnection, TenantShare, List, List, boolean)}, all of one subscription. */
  public Future<Void> add(
      SqlConnection c,
      TenantShare share,
      SubscriptionId subscription,
      List<RunId> runs,
      boolean scheduled) {
    return add(c, share, Collections.nCopies(runs.size(), subscription), runs, scheduled);
  }

  /**
   * Puts runs at the end of their lanes.
   *
   * @param share locked by this transaction
   * @param subscriptions of each run its own
   * @param scheduled nobody waits for them: what a person waits for goes first, and the last part
   *     of the limit is left to people
   * @return fails with {@link Refusal.QueueFull} when the tenant would have more open runs than it
   *     may, see {@link TenantShare#room}
   */
  Future<Void> add(
      SqlConnection c,
      TenantShare share,
      List<SubscriptionId> subscriptions,
      List<RunId> runs,
      boolean scheduled) {
    if (runs.size() > share.room(scheduled)) {
      return Future.failedFuture(queueFull(share.limit(scheduled)));
    }
    return c.preparedQuery("SELECT app.queue_add($1, $2, $3, $4)::text")
        .execute(
            Tuple.of(
                share.tenant().value(),
                subscriptions.stream().map(SubscriptionId::value).toArray(UUID[]::new),
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
            "이 구독의 다른 점검이 끝나지 않았습니다. 완료될 때까지 기다리거나 취소하십시오."));
  }

  private static Refusal queueFull(int limit) {
    return new Refusal.QueueFull(
        new Text(
            "all %d places of the queue are taken: wait until a run is done, or cancel one"
                .formatted(limit),
            "대기열 %d건이 모두 찼습니다. 점검이 끝날 때까지 기다리거나 대기 중인 점검을 취소하십시오.".formatted(limit)));
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

  /** Why it has not begun; empty when it has. */
  Future<Optional<Waiting>> waiting(SqlConnection c, TenantId tenant, RunId run) {
    return c.preparedQuery(
            """
            SELECT (SELECT count(*)::int FROM queued_run before
                     WHERE before.tenant_id = q.tenant_id
                       AND before.subscription_id = q.subscription_id
                       AND (before.scheduled, before.seq) <= (q.scheduled, q.seq)
                       AND (before.rests_until IS NULL OR before.seq = q.seq)
                       AND before.seq IS DISTINCT FROM l.running_seq) AS place,
                   q.rests_until IS NOT NULL AS rests, l.state, t.running_limit
              FROM queued_run q
              JOIN lane l USING (tenant_id, subscription_id)
              JOIN tenant t USING (tenant_id)
             WHERE q.tenant_id = $1 AND q.run_id = $2 AND q.seq IS DISTINCT FROM l.running_seq
            """)
        .execute(Tuple.of(tenant.value(), run.value()))
        .map(rows -> Rows.atMostOne(rows, RunQueue::toWaiting));
  }

  private static Waiting toWaiting(Row row) {
    int place = row.getInteger("place");
    var reason =
        row.getBoolean("rests") ? Waiting.Reason.RETRY : ofLane(row.getString("state"), place == 1);
    return new Waiting(reason, place, row.getInteger("running_limit"));
  }

  private static Waiting.Reason ofLane(String state, boolean isHead) {
    return switch (state) {
      case "WAITING" -> Waiting.Reason.PROVIDER;
      case "PARKED" -> isHead ? Waiting.Reason.TENANT_LIMIT : Waiting.Reason.SUBSCRIPTION;
      case "READY" -> isHead ? Waiting.Reason.WORKER : Waiting.Reason.SUBSCRIPTION;
      default -> Waiting.Reason.SUBSCRIPTION;
    };
  }
}
