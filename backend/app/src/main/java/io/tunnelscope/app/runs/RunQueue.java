package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Db;
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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Runs that wait for a worker: one lane a subscription, at most one run of a lane at a time, fair
 * between tenants. The running state is the lane row itself, so nothing is counted; a claim reads
 * an index of ready lanes and costs the same however much waits behind them.
 *
 * <p>Methods that take a connection belong to the caller's transaction. Locks are taken in one
 * order everywhere: share of the tenant, lane, run, head of the audit. The claim only ever skips
 * what is locked.
 */
public final class RunQueue {
  private final Db db;
  private final Duration lease;

  /**
   * Makes a queue; any number of them may work on one database.
   *
   * @param lease how long a claim holds without being renewed, by the clock of the database
   */
  public RunQueue(Db db, Duration lease) {
    this.db = db;
    this.lease = lease;
  }

  /** What became of a wish to cancel. */
  enum Cancelled {
    /** It had not begun, and is out of the queue. */
    REMOVED,
    /** A worker has it; it will notice. */
    MARKED
  }

  /** Locks the tenant's share. First statement of every transaction that changes its lanes. */
  Future<TenantShare> lockShare(SqlConnection c, TenantId tenant) {
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
            SELECT s.weight, s.vtime, app.virtual_time() AS now, s.open_runs, t.queue_limit
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
                            tenant,
                            row.getInteger("weight"),
                            row.getLong("vtime"),
                            row.getLong("now"),
                            row.getInteger("open_runs"),
                            row.getInteger("queue_limit"))));
  }

  /**
   * Puts a run at the end of its lane.
   *
   * @param share locked by this transaction
   * @return fails with {@link Refusal.QueueFull} when the tenant has as many open runs as it may
   */
  Future<Void> add(SqlConnection c, TenantShare share, SubscriptionId subscription, RunId run) {
    if (share.isFull()) {
      return Future.failedFuture(queueFull(share));
    }
    // A lane wakes when it was empty. The number of the run is drawn after the lane row is locked:
    // order of numbers is order of commits.
    return c.preparedQuery(
            """
            WITH held AS (
              INSERT INTO lane AS l (tenant_id, subscription_id, state, pending, ready_at, vtag)
              VALUES ($1, $2, 'READY', 1, now(), $4)
              ON CONFLICT (tenant_id, subscription_id) DO UPDATE SET
                pending  = l.pending + 1,
                vtag     = CASE WHEN l.state = 'IDLE' THEN excluded.vtag ELSE l.vtag END,
                ready_at = CASE WHEN l.state = 'IDLE' THEN excluded.ready_at ELSE l.ready_at END,
                state    = CASE WHEN l.state = 'IDLE' THEN 'READY' ELSE l.state END
              RETURNING l.pending
            ), queued AS (
              INSERT INTO queued_run (tenant_id, subscription_id, run_id)
              SELECT $1, $2, $3 FROM held
            )
            UPDATE tenant_share s SET
                   open_runs = s.open_runs + 1,
                   vtime     = CASE WHEN held.pending = 1 THEN $5 ELSE s.vtime END
              FROM held
             WHERE s.tenant_id = $1
            """)
        .execute(
            Tuple.of(
                share.tenant().value(),
                subscription.value(),
                run.value(),
                share.startTag(),
                share.nextFinishTag()))
        .mapEmpty();
  }

  /**
   * Fails with {@link Refusal.Conflict}, and with it the transaction, when more than one run of the
   * subscription is open.
   *
   * @param subscription its lane was locked by {@link #add} in this transaction
   */
  Future<Void> alone(SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return c.preparedQuery("SELECT pending FROM lane WHERE tenant_id = $1 AND subscription_id = $2")
        .execute(Tuple.of(tenant.value(), subscription.value()))
        .compose(
            rows ->
                rows.iterator().next().getInteger("pending") == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(busy()));
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
   * Takes the heads of up to that many ready lanes, fairest first. Two statements on purpose: the
   * one that reads the heads must see what was finished before the lanes were locked, or a run
   * could be handed out a second time.
   *
   * @param owner the process that will work on them
   */
  public Future<List<Lease>> claim(UUID owner, int want) {
    return db.system(
        "claim",
        c ->
            c.preparedQuery(
                    """
                    SELECT tenant_id, subscription_id, vtag
                      FROM lane
                     WHERE state = 'READY'
                     ORDER BY vtag, tenant_id, subscription_id
                     LIMIT $1
                       FOR UPDATE SKIP LOCKED
                    """)
                .execute(Tuple.of(want))
                .map(rows -> Rows.all(rows, ReadyLane::of))
                .compose(
                    ready ->
                        ready.isEmpty()
                            ? Future.succeededFuture(List.of())
                            : takeHeads(c, owner, ready)));
  }

  private Future<List<Lease>> takeHeads(SqlConnection c, UUID owner, List<ReadyLane> ready) {
    var taken =
        c.preparedQuery(
                """
                UPDATE lane l SET
                       state = 'RUNNING', running_seq = head.seq, fence = l.fence + 1, owner = $3,
                       lease_until = clock_timestamp() + make_interval(secs => $4), cancel_seq = NULL
                  FROM unnest($1::uuid[], $2::uuid[]) AS mine (tenant_id, subscription_id)
                  JOIN lane held USING (tenant_id, subscription_id)
                 CROSS JOIN LATERAL (
                       SELECT q.seq, q.run_id
                         FROM queued_run q
                        WHERE q.tenant_id = held.tenant_id
                          AND q.subscription_id = held.subscription_id
                          AND q.seq > held.last_seq
                        ORDER BY q.seq
                        LIMIT 1) head
                 WHERE l.tenant_id = mine.tenant_id AND l.subscription_id = mine.subscription_id
                RETURNING l.tenant_id, l.subscription_id, head.run_id, l.fence
                """)
            .execute(
                Tuple.of(
                    ready.stream().map(ReadyLane::tenant).toArray(UUID[]::new),
                    ready.stream().map(ReadyLane::subscription).toArray(UUID[]::new),
                    owner,
                    lease.toMillis() / 1000.0))
            .map(rows -> Rows.all(rows, RunQueue::toLease));
    return taken.compose(
        leases ->
            c.preparedQuery("SELECT app.advance_virtual_time($1)::text")
                .execute(Tuple.of(ready.getLast().tag()))
                .map(leases));
  }

  private record ReadyLane(UUID tenant, UUID subscription, long tag) {
    static ReadyLane of(Row row) {
      return new ReadyLane(
          row.getUUID("tenant_id"), row.getUUID("subscription_id"), row.getLong("vtag"));
    }
  }

  /** Holds on to the leases for another full time. Completes with those that are still held. */
  Future<Set<Lease>> renew(Collection<Lease> leases) {
    return db.system(
        "renew",
        c ->
            c.preparedQuery(
                    """
                    UPDATE lane l SET lease_until = clock_timestamp() + make_interval(secs => $4)
                      FROM unnest($1::uuid[], $2::uuid[], $3::bigint[])
                           AS mine (tenant_id, subscription_id, fence)
                     WHERE l.tenant_id = mine.tenant_id AND l.subscription_id = mine.subscription_id
                       AND l.fence = mine.fence AND l.state = 'RUNNING'
                    RETURNING l.tenant_id, l.subscription_id, l.fence
                    """)
                .execute(
                    Tuple.of(
                        leases.stream().map(lease -> lease.tenant().value()).toArray(UUID[]::new),
                        leases.stream()
                            .map(lease -> lease.subscription().value())
                            .toArray(UUID[]::new),
                        leases.stream().map(Lease::fence).toArray(Long[]::new),
                        lease.toMillis() / 1000.0))
                .map(rows -> Set.copyOf(Rows.all(rows, LaneFence::of)))
                .map(
                    held ->
                        leases.stream()
                            .filter(lease -> held.contains(LaneFence.of(lease)))
                            .collect(Collectors.toSet())));
  }

  /** Which of the process's runs somebody wants to stop. */
  Future<Set<LaneFence>> cancelled(UUID owner) {
    return db.system(
        "cancelled",
        c ->
            c.preparedQuery(
                    """
                    SELECT tenant_id, subscription_id, fence
                      FROM lane
                     WHERE state = 'RUNNING' AND owner = $1 AND cancel_seq = running_seq
                    """)
                .execute(Tuple.of(owner))
                .map(rows -> Set.copyOf(Rows.all(rows, LaneFence::of))));
  }

  /** One holding of one lane, for comparing. */
  record LaneFence(UUID tenant, UUID subscription, long fence) {
    static LaneFence of(Row row) {
      return new LaneFence(
          row.getUUID("tenant_id"), row.getUUID("subscription_id"), row.getLong("fence"));
    }

    static LaneFence of(Lease lease) {
      return new LaneFence(lease.tenant().value(), lease.subscription().value(), lease.fence());
    }
  }

  /**
   * Takes the finished run out of its lane, which becomes ready again when more waits in it. Fails
   * with {@link LeaseLost}, and with it the transaction, when the fence has moved on.
   *
   * @param share locked by this transaction
   */
  Future<Void> settle(SqlConnection c, TenantShare share, Lease lease) {
    return c.preparedQuery(
            """
            WITH freed AS (
              UPDATE lane SET
                     pending = pending - 1,
                     state = CASE WHEN pending > 1 THEN 'READY' ELSE 'IDLE' END,
                     vtag = CASE WHEN pending > 1 THEN $4 ELSE vtag END,
                     ready_at = now(), last_seq = running_seq,
                     running_seq = NULL, cancel_seq = NULL, owner = NULL, lease_until = NULL
               WHERE tenant_id = $1 AND subscription_id = $2 AND fence = $3 AND state = 'RUNNING'
              RETURNING pending, last_seq
            ), gone AS (
              DELETE FROM queued_run q USING freed
               WHERE q.tenant_id = $1 AND q.subscription_id = $2 AND q.seq = freed.last_seq
            )
            UPDATE tenant_share s SET
                   open_runs = s.open_runs - 1,
                   vtime = CASE WHEN freed.pending > 0 THEN $5 ELSE s.vtime END
              FROM freed
             WHERE s.tenant_id = $1
            """)
        .execute(
            Tuple.of(
                lease.tenant().value(),
                lease.subscription().value(),
                lease.fence(),
                share.startTag(),
                share.nextFinishTag()))
        .compose(rows -> heldOrLost(rows.rowCount(), lease));
  }

  /**
   * Gives the run back; it stays the head of its lane. Fails with {@link LeaseLost} when the fence
   * has moved on.
   *
   * @param notBefore how long the lane shall rest; zero: at once
   */
  Future<Void> release(SqlConnection c, Lease lease, Duration notBefore) {
    return c.preparedQuery(
            """
            UPDATE lane SET
                   state = CASE WHEN $4 > 0 THEN 'WAITING' ELSE 'READY' END,
                   ready_at = clock_timestamp() + make_interval(secs => $4),
                   running_seq = NULL, cancel_seq = NULL, owner = NULL, lease_until = NULL
             WHERE tenant_id = $1 AND subscription_id = $2 AND fence = $3 AND state = 'RUNNING'
            """)
        .execute(
            Tuple.of(
                lease.tenant().value(),
                lease.subscription().value(),
                lease.fence(),
                notBefore.toMillis() / 1000.0))
        .compose(rows -> heldOrLost(rows.rowCount(), lease));
  }

  private static Future<Void> heldOrLost(int rows, Lease lease) {
    return rows == 1 ? Future.succeededFuture() : Future.failedFuture(new LeaseLost(lease));
  }

  /** Takes a run out of the queue, or marks it for the worker that has it. */
  Future<Cancelled> cancel(SqlConnection c, TenantShare share, RunId run) {
    return c.preparedQuery(
            """
            SELECT l.subscription_id, q.seq, coalesce(l.running_seq = q.seq, false) AS claimed,
                   NOT EXISTS (SELECT 1 FROM queued_run before
                                WHERE before.tenant_id = q.tenant_id
                                  AND before.subscription_id = q.subscription_id
                                  AND before.seq > l.last_seq AND before.seq < q.seq) AS head
              FROM queued_run q JOIN lane l USING (tenant_id, subscription_id)
             WHERE q.tenant_id = $1 AND q.run_id = $2
               FOR UPDATE OF l
            """)
        .execute(Tuple.of(share.tenant().value(), run.value()))
        .map(rows -> rows.iterator().next())
        .compose(
            row ->
                row.getBoolean("claimed")
                    ? mark(c, share.tenant(), row)
                    : remove(c, share.tenant(), row));
  }

  private static Future<Cancelled> mark(SqlConnection c, TenantId tenant, Row row) {
    return c.preparedQuery(
            """
            UPDATE lane SET cancel_seq = running_seq
             WHERE tenant_id = $1 AND subscription_id = $2
            """)
        .execute(Tuple.of(tenant.value(), row.getUUID("subscription_id")))
        .map(Cancelled.MARKED);
  }

  private static Future<Cancelled> remove(SqlConnection c, TenantId tenant, Row row) {
    // A lane that rests for the sake of its head need not rest any longer without it.
    return c.preparedQuery(
            """
            WITH gone AS (
              DELETE FROM queued_run
               WHERE tenant_id = $1 AND subscription_id = $2 AND seq = $3
            ), shortened AS (
              UPDATE lane SET
                     pending = pending - 1,
                     state = CASE WHEN pending = 1 THEN 'IDLE'
                                  WHEN state = 'WAITING' AND $4 THEN 'READY'
                                  ELSE state END
               WHERE tenant_id = $1 AND subscription_id = $2
            )
            UPDATE tenant_share SET open_runs = open_runs - 1 WHERE tenant_id = $1
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                row.getUUID("subscription_id"),
                row.getLong("seq"),
                row.getBoolean("head")))
        .map(Cancelled.REMOVED);
  }

  /** How many runs will begin before it does, itself counted; empty when it has begun. */
  Future<List<Integer>> position(SqlConnection c, TenantId tenant, RunId run) {
    return c.preparedQuery(
            """
            SELECT (SELECT count(*)::int FROM queued_run before
                     WHERE before.tenant_id = q.tenant_id
                       AND before.subscription_id = q.subscription_id
                       AND before.seq <= q.seq
                       AND before.seq IS DISTINCT FROM l.running_seq) AS position
              FROM queued_run q JOIN lane l USING (tenant_id, subscription_id)
             WHERE q.tenant_id = $1 AND q.run_id = $2 AND q.seq IS DISTINCT FROM l.running_seq
            """)
        .execute(Tuple.of(tenant.value(), run.value()))
        .map(rows -> Rows.all(rows, row -> row.getInteger("position")));
  }

  /** Leases whose time has ended: their processes are gone, frozen or cut off. */
  Future<List<Lease>> expired(int limit) {
    return db.system(
        "expired",
        c ->
            c.preparedQuery(
                    """
                    SELECT l.tenant_id, l.subscription_id, q.run_id, l.fence
                      FROM lane l
                      JOIN queued_run q ON q.tenant_id = l.tenant_id
                           AND q.subscription_id = l.subscription_id AND q.seq = l.running_seq
                     WHERE l.state = 'RUNNING' AND l.lease_until < clock_timestamp()
                     LIMIT $1
                    """)
                .execute(Tuple.of(limit))
                .map(rows -> Rows.all(rows, RunQueue::toLease)));
  }

  /** Locks the lane; fails with {@link LeaseLost} when the fence has moved on. */
  Future<Void> lock(SqlConnection c, Lease lease) {
    return c.preparedQuery(
            """
            SELECT 1 FROM lane
             WHERE tenant_id = $1 AND subscription_id = $2 AND fence = $3 AND state = 'RUNNING'
               FOR UPDATE
            """)
        .execute(Tuple.of(lease.tenant().value(), lease.subscription().value(), lease.fence()))
        .compose(rows -> heldOrLost(rows.size(), lease));
  }

  /** Locks the lane if its lease has ended; fails with {@link LeaseLost} if it was renewed. */
  Future<Void> lockExpired(SqlConnection c, Lease lease) {
    return c.preparedQuery(
            """
            SELECT 1 FROM lane
             WHERE tenant_id = $1 AND subscription_id = $2 AND fence = $3 AND state = 'RUNNING'
               AND lease_until < clock_timestamp()
               FOR UPDATE
            """)
        .execute(Tuple.of(lease.tenant().value(), lease.subscription().value(), lease.fence()))
        .compose(rows -> heldOrLost(rows.size(), lease));
  }

  /** Makes lanes ready whose rest is over. Completes with how many. */
  Future<Integer> wake(int limit) {
    return db.system(
        "wake",
        c ->
            c.preparedQuery(
                    """
                    WITH due AS (
                      SELECT tenant_id, subscription_id
                        FROM lane
                       WHERE state = 'WAITING' AND ready_at <= clock_timestamp()
                       ORDER BY ready_at
                       LIMIT $1
                         FOR UPDATE SKIP LOCKED)
                    UPDATE lane l SET state = 'READY', vtag = greatest(l.vtag, app.virtual_time())
                      FROM due
                     WHERE l.tenant_id = due.tenant_id AND l.subscription_id = due.subscription_id
                    """)
                .execute(Tuple.of(limit))
                .map(rows -> rows.rowCount()));
  }

  private static Lease toLease(Row row) {
    return new Lease(
        new TenantId(row.getUUID("tenant_id")),
        new SubscriptionId(row.getUUID("subscription_id")),
        new RunId(row.getUUID("run_id")),
        row.getLong("fence"));
  }
}
