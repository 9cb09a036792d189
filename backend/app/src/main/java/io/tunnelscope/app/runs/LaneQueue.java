package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The lanes of the queue, as workers see them. A lane is taken with a lease, which holds for a
 * while by the clock of the database, and a fence, which grows each time: who shows an old one
 * changes nothing. Taking reads an index of ready lanes and costs the same however much waits
 * behind them.
 *
 * <p>Methods that take a connection belong to the caller's transaction; the others look across
 * tenants and see ids, states and times only.
 */
public final class LaneQueue {
  private static final String LEASES =
      """
      SELECT l.tenant_id, l.subscription_id, q.run_id, l.fence
        FROM lane l
        JOIN queued_run q ON q.tenant_id = l.tenant_id
             AND q.subscription_id = l.subscription_id
             AND q.scheduled = l.running_scheduled AND q.seq = l.running_seq
       WHERE l.state = 'RUNNING'
      """;

  private final Db db;
  private final Duration lease;

  /**
   * Makes a queue; any number of them may work on one database.
   *
   * @param lease how long a claim holds without being renewed
   */
  public LaneQueue(Db db, Duration lease) {
    this.db = db;
    this.lease = lease;
  }

  /**
   * A lane that was taken.
   *
   * @param rank smaller ones are to begin first
   */
  record Claimed(Lease lease, long rank) {
    static Claimed of(Row row) {
      return new Claimed(toLease(row), row.getLong("rank"));
    }
  }

  /**
   * Hands back the lanes of finished runs, each ready again when more waits in it, and takes the
   * heads of up to that many ready lanes, fairest first. One round trip and one commit: both or
   * neither. A lane that was lost meanwhile is passed over; to hand one back twice does no harm.
   *
   * @param owner the process that will work on them
   * @return fails when a transaction sits on the share of one of the tenants for longer than 200 ms
   */
  Future<List<Claimed>> step(UUID owner, Collection<Lease> finished, int want) {
    return db.systemStatement(
        "step",
        c ->
            c.preparedQuery("SELECT * FROM app.queue_step($1, $2, $3, $4, $5, $6)")
                .execute(
                    Tuple.of(
                        tenants(finished),
                        subscriptions(finished),
                        fences(finished),
                        owner,
                        want,
                        seconds(lease)))
                .map(rows -> Rows.all(rows, Claimed::of)));
  }

  /**
   * What became of leases that were to be renewed.
   *
   * @param held are still the process's
   * @param renewed those of them that are for another full time; a lane that somebody sits on is
   *     passed over
   */
  record Renewed(Set<LaneFence> held, Set<LaneFence> renewed) {}

  /** Holds on to the leases for another full time, each by itself. */
  Future<Renewed> renew(Collection<Lease> leases) {
    return db.systemStatement(
        "renew",
        c ->
            c.preparedQuery(
                    """
                    WITH mine AS (
                        SELECT l.tenant_id, l.subscription_id, l.fence
                          FROM unnest($1::uuid[], $2::uuid[], $3::bigint[])
                               AS asked (tenant_id, subscription_id, fence)
                          JOIN lane l USING (tenant_id, subscription_id, fence)
                         WHERE l.state = 'RUNNING'
                    ), free AS (
                        SELECT l.tenant_id, l.subscription_id, l.fence
                          FROM lane l JOIN mine USING (tenant_id, subscription_id, fence)
                         WHERE l.state = 'RUNNING'
                         ORDER BY l.tenant_id, l.subscription_id
                           FOR UPDATE OF l SKIP LOCKED
                    ), renewed AS (
                        UPDATE lane l SET lease_until = clock_timestamp() + make_interval(secs => $4)
                          FROM free
                         WHERE l.tenant_id = free.tenant_id AND l.subscription_id = free.subscription_id
                        RETURNING l.tenant_id, l.subscription_id
                    )
                    SELECT mine.*, renewed.tenant_id IS NOT NULL AS renewed
                      FROM mine LEFT JOIN renewed USING (tenant_id, subscription_id)
                    """)
                .execute(
                    Tuple.of(
                        tenants(leases), subscriptions(leases), fences(leases), seconds(lease)))
                .map(LaneQueue::toRenewed));
  }

  private static Renewed toRenewed(RowSet<Row> rows) {
    var held = new HashSet<LaneFence>();
    var renewed = new HashSet<LaneFence>();
    for (var row : rows) {
      held.add(LaneFence.of(row));
      if (row.getBoolean("renewed")) {
        renewed.add(LaneFence.of(row));
      }
    }
    return new Renewed(held, renewed);
  }

  /** Which of the process's runs somebody wants to stop. */
  Future<Set<LaneFence>> cancelled(UUID owner) {
    return db.systemStatement(
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

  /** All that the process holds by what the database says, which it may not know itself. */
  Future<List<Lease>> held(UUID owner) {
    return db.systemStatement(
        "held",
        c ->
            c.preparedQuery(LEASES + "AND l.owner = $1")
                .execute(Tuple.of(owner))
                .map(rows -> Rows.all(rows, LaneQueue::toLease)));
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

  /** Leases whose time has ended: their processes are gone, frozen or cut off. */
  Future<List<Lease>> expired(int limit) {
    return db.systemStatement(
        "expired",
        c ->
            c.preparedQuery(LEASES + "AND l.lease_until < clock_timestamp() LIMIT $1")
                .execute(Tuple.of(limit))
                .map(rows -> Rows.all(rows, LaneQueue::toLease)));
  }

  /** Ends rests whose time has come. Completes with how many lanes became ready. */
  Future<Integer> wake(int limit) {
    return db.systemStatement(
        "wake",
        c ->
            c.preparedQuery("SELECT app.queue_wake($1) AS woken")
                .execute(Tuple.of(limit))
                .map(rows -> rows.iterator().next().getInteger("woken")));
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
        .compose(rows -> heldOrLost(rows.size() == 1, lease));
  }

  /**
   * Locks the lane if its lease has ended; fails with {@link LeaseLost} if it was renewed, or if
   * somebody is busy with it.
   */
  Future<Void> lockExpired(SqlConnection c, Lease lease) {
    return c.preparedQuery(
            """
            SELECT 1 FROM lane
             WHERE tenant_id = $1 AND subscription_id = $2 AND fence = $3 AND state = 'RUNNING'
               AND lease_until < clock_timestamp()
               FOR UPDATE SKIP LOCKED
            """)
        .execute(Tuple.of(lease.tenant().value(), lease.subscription().value(), lease.fence()))
        .compose(rows -> heldOrLost(rows.size() == 1, lease));
  }

  /**
   * Hands the lane of a finished run back in a transaction of its tenant, which holds the share.
   * Fails with {@link LeaseLost}, and with it the transaction, when the fence has moved on.
   */
  Future<Void> settle(SqlConnection c, Lease lease) {
    var one = List.of(lease);
    return c.preparedQuery("SELECT app.queue_settle($1, $2, $3) AS settled")
        .execute(Tuple.of(tenants(one), subscriptions(one), fences(one)))
        .compose(rows -> heldOrLost(rows.iterator().next().getInteger("settled") == 1, lease));
  }

  /**
   * Gives the run back; it stays the head of its lane, or keeps its place among those of its lane
   * that go on while it rests. Fails with {@link LeaseLost} when the fence has moved on. Locks the
   * share.
   */
  Future<Void> release(SqlConnection c, Lease lease, Rest rest) {
    return switch (rest) {
      case Rest.None _ ->
          handOver(c, "SELECT app.queue_release($1, $2, $3, $4) AS held", lease, Duration.ZERO);
      case Rest.OfSubscription(var time) ->
          handOver(c, "SELECT app.queue_release($1, $2, $3, $4) AS held", lease, time);
      case Rest.OfRun(var time) ->
          handOver(c, "SELECT app.queue_set_aside($1, $2, $3, $4) AS held", lease, time);
    };
  }

  private static Future<Void> handOver(SqlConnection c, String sql, Lease lease, Duration rest) {
    return c.preparedQuery(sql)
        .execute(
            Tuple.of(
                lease.tenant().value(), lease.subscription().value(), lease.fence(), seconds(rest)))
        .compose(rows -> heldOrLost(rows.iterator().next().getBoolean("held"), lease));
  }

  static Future<Void> heldOrLost(boolean held, Lease lease) {
    return held ? Future.succeededFuture() : Future.failedFuture(new LeaseLost(lease));
  }

  private static UUID[] tenants(Collection<Lease> leases) {
    return ids(leases, lease -> lease.tenant().value());
  }

  private static UUID[] subscriptions(Collection<Lease> leases) {
    return ids(leases, lease -> lease.subscription().value());
  }

  private static UUID[] ids(Collection<Lease> leases, Function<Lease, UUID> id) {
    return leases.stream().map(id).toArray(UUID[]::new);
  }

  private static Long[] fences(Collection<Lease> leases) {
    return leases.stream().map(Lease::fence).toArray(Long[]::new);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static Lease toLease(Row row) {
    return new Lease(
        new TenantId(row.getUUID("tenant_id")),
        new SubscriptionId(row.getUUID("subscription_id")),
        new RunId(row.getUUID("run_id")),
        row.getLong("fence"));
  }
}
