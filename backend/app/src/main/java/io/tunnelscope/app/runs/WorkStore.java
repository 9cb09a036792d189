package io.tunnelscope.app.runs;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.bundles.BundleRecordStore;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.runs.Outcome.Cancelled;
import io.tunnelscope.app.runs.Outcome.Diagnosed;
import io.tunnelscope.app.runs.Outcome.Failed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers write. Every method shows its lease; once that is lost the method fails with {@link
 * LeaseLost} and nothing is written. Each transition is one statement that names the state it
 * expects.
 */
public final class WorkStore {
  private static final Logger LOG = LoggerFactory.getLogger(WorkStore.class);
  private static final int CRASHES_ALLOWED = 3;

  private final Db db;
  private final RunQueue queue;
  private final LaneQueue lanes;
  private final AuditLog audit;
  private final Clock clock;
  private final RunStore.Herald herald;
  private final EventStore events;
  private final VerdictStore verdicts;

  /** Without a herald. */
  public WorkStore(
      Db db,
      RunQueue queue,
      LaneQueue lanes,
      AuditLog audit,
      BundleRecordStore bundles,
      Clock clock) {
    this(db, queue, lanes, audit, bundles, clock, RunStore.Herald.NOBODY);
  }

  public WorkStore(
      Db db,
      RunQueue queue,
      LaneQueue lanes,
      AuditLog audit,
      BundleRecordStore bundles,
      Clock clock,
      RunStore.Herald herald) {
    this.db = db;
    this.herald = herald;
    this.queue = queue;
    this.lanes = lanes;
    this.audit = audit;
    this.clock = clock;
    this.events = new EventStore(db);
    this.verdicts = new VerdictStore(db, bundles);
  }

  /**
   * Takes the claimed run from {@code QUEUED} to {@code RUNNING}. Empty when somebody cancelled it
   * meanwhile; it is finished then.
   */
  Future<Optional<Run>> begin(Lease lease) {
    return db.inTenant(
            lease.tenant(),
            c ->
                lanes
                    .lock(c, lease)
                    .compose(_ -> start(c, lease))
                    .compose(
                        begun ->
                            begun
                                ? RunStore.find(c, lease.tenant(), lease.run())
                                : Future.succeededFuture(Optional.empty())))
        .compose(
            run ->
                run.isPresent()
                    ? Future.succeededFuture(run)
                    : finish(lease, new Cancelled()).map(Optional.empty()));
  }

  private Future<Boolean> start(SqlConnection c, Lease lease) {
    var now = clock.instant();
    return c.preparedQuery(
            """
            UPDATE run SET
                   state = 'RUNNING', fence = $3, attempt = attempt + 1,
                   started_at = coalesce(started_at, $4)
             WHERE tenant_id = $1 AND run_id = $2 AND state = 'QUEUED'
               AND cancel_requested_at IS NULL
            """)
        .execute(
            Tuple.of(lease.tenant().value(), lease.run().value(), lease.fence(), Columns.at(now)))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : events
                        .state(c, lease.tenant(), lease.run(), now, RunState.RUNNING)
                        .map(true));
  }

  /** Tells the people who watch how far the run is. */
  Future<Void> progress(Lease lease, JsonObject body) {
    return events.progress(lease, clock.instant(), body);
  }

  /** Keeps what a new try shall begin with. */
  Future<Void> checkpoint(Lease lease, String text) {
    return db.inTenant(
        lease.tenant(),
        c ->
            c.preparedQuery(
                    """
                    UPDATE run SET checkpoint = $4
                     WHERE tenant_id = $1 AND run_id = $2 AND fence = $3 AND state = 'RUNNING'
                    """)
                .execute(Tuple.of(lease.tenant().value(), lease.run().value(), lease.fence(), text))
                .compose(rows -> LaneQueue.heldOrLost(rows.rowCount() == 1, lease)));
  }

  /**
   * Ends the run: what was found is written with what changed since the last finished run of the
   * target, the watchers and the audit are told. All of it or nothing; a second time changes
   * nothing. The lane is still held then, and to be handed back with {@link LaneQueue#step}.
   */
  Future<RunState> finish(Lease lease, Outcome outcome) {
    return finish(lease, outcome, herald)
        .recover(unheralded(lease, () -> finish(lease, outcome, RunStore.Herald.NOBODY)));
  }

  private Future<RunState> finish(Lease lease, Outcome outcome, RunStore.Herald telling) {
    return db.inTenant(
        lease.tenant(),
        c ->
            lanes
                .lock(c, lease)
                .compose(_ -> ended(c, lease))
                .compose(
                    ended ->
                        ended.isPresent()
                            ? Future.succeededFuture(ended.get())
                            : end(c, lease, outcome, telling)));
  }

  /** What should be told of a run never keeps it from its end. */
  private static <T> Function<Throwable, Future<T>> unheralded(
      Lease lease, Supplier<Future<T>> again) {
    return failure -> {
      if (failure instanceof LeaseLost || failure instanceof Refusal.Unavailable) {
        return Future.failedFuture(failure);
      }
      LOG.atError().addKeyValue("run", lease.run()).setCause(failure).log("a run ends untold");
      return again.get();
    };
  }

  /** How the run has ended under this lease, if it has. */
  private static Future<Optional<RunState>> ended(SqlConnection c, Lease lease) {
    return c.preparedQuery(
            """
            SELECT state FROM run
             WHERE tenant_id = $1 AND run_id = $2 AND fence = $3 AND finished_at IS NOT NULL
            """)
        .execute(Tuple.of(lease.tenant().value(), lease.run().value(), lease.fence()))
        .map(rows -> Rows.atMostOne(rows, row -> RunState.valueOf(row.getString("state"))));
  }

  private Future<RunState> end(
      SqlConnection c, Lease lease, Outcome outcome, RunStore.Herald telling) {
    var now = clock.instant();
    var written =
        switch (outcome) {
          case Diagnosed diagnosed -> verdicts.write(c, lease, diagnosed, now);
          case Failed failed ->
              closed(c, lease, outcome.state(), now, Optional.of(failed.failure()));
          case Cancelled _ -> closed(c, lease, outcome.state(), now, Optional.empty());
        };
    return written.compose(_ -> tell(c, lease, outcome, now, telling)).map(outcome.state());
  }

  /** A run that was claimed but not begun is still {@code QUEUED}. */
  private static Future<Void> closed(
      SqlConnection c, Lease lease, RunState state, Instant now, Optional<Failure> failure) {
    return c.preparedQuery(
            """
            UPDATE run SET
                   state = $4, fence = $3, finished_at = $5, failure_reason = $6, failure_detail = $7
             WHERE tenant_id = $1 AND run_id = $2
               AND (state = 'QUEUED' OR state = 'RUNNING' AND fence = $3)
            """)
        .execute(
            Tuple.of(
                lease.tenant().value(),
                lease.run().value(),
                lease.fence(),
                state.name(),
                Columns.at(now),
                failure.map(Failure::reason).orElse(null),
                failure.map(Failure::detail).orElse(null)))
        .compose(rows -> LaneQueue.heldOrLost(rows.rowCount() == 1, lease));
  }

  private Future<Void> tell(
      SqlConnection c, Lease lease, Outcome outcome, Instant now, RunStore.Herald telling) {
    var body = new JsonObject().put("state", outcome.state().name());
    var result = body.copy();
    if (outcome instanceof Diagnosed diagnosed) {
      body.put("code", diagnosed.diagnosis().code().wireName())
          .put("fault", diagnosed.diagnosis().worst().fault().wireId());
      result.mergeIn(body).put("cause", diagnosed.diagnosis().worst().cause().name());
    }
    if (outcome instanceof Failed failed) {
      result.put("reason", failed.failure().reason());
    }
    return events
        .append(c, lease.tenant(), lease.run(), now, RunEvent.Kind.DONE, body)
        .compose(_ -> telling.ended(c, lease.tenant(), lease.run()))
        .compose(_ -> events.sealed(c, lease.tenant(), lease.run()))
        .compose(
            log ->
                audit.recordFor(
                    c,
                    Principal.system(lease.tenant()),
                    log.requester(),
                    "run.finish",
                    Optional.of(lease.run().toString()),
                    log.into(result)));
  }

  /**
   * Gives the run back to the queue, from {@code RUNNING} to {@code QUEUED}; it keeps its place and
   * may be taken at once. A run that somebody cancelled meanwhile ends instead, and its lane is
   * handed back.
   */
  Future<RunState> release(Lease lease) {
    return giveBack(lease, new Rest.None(), false);
  }

  /** As {@link #release}, and the try counts as one in which nothing could be collected. */
  Future<RunState> tryAgain(Lease lease, Rest rest) {
    return giveBack(lease, rest, true);
  }

  private Future<RunState> giveBack(Lease lease, Rest rest, boolean failed) {
    return giveBack(lease, rest, failed, herald)
        .recover(unheralded(lease, () -> giveBack(lease, rest, failed, RunStore.Herald.NOBODY)));
  }

  /** Under the share's lock, which {@link RunStore#cancel} takes, too: one sees the other. */
  private Future<RunState> giveBack(
      Lease lease, Rest rest, boolean failed, RunStore.Herald telling) {
    return db.inTenant(
        lease.tenant(),
        c ->
            queue
                .lockShare(c, lease.tenant())
                .compose(_ -> lanes.lock(c, lease))
                .compose(_ -> isCancelled(c, lease))
                .compose(
                    cancelled ->
                        cancelled
                            ? lanes
                                .settle(c, lease)
                                .compose(_ -> end(c, lease, new Cancelled(), telling))
                            : requeue(c, lease, rest, failed)));
  }

  private static Future<Boolean> isCancelled(SqlConnection c, Lease lease) {
    return c.preparedQuery(
            """
            SELECT 1 FROM run
             WHERE tenant_id = $1 AND run_id = $2 AND state IN ('QUEUED', 'RUNNING')
               AND cancel_requested_at IS NOT NULL
            """)
        .execute(Tuple.of(lease.tenant().value(), lease.run().value()))
        .map(rows -> rows.size() == 1);
  }

  /**
   * Deals with a run whose lease has ended: queues it again, ends it when somebody had cancelled
   * it, or gives it up after the third time. Hands the lane back when the run is finished. Fails
   * with {@link LeaseLost} when the holder turned out to live.
   */
  Future<RunState> reap(Lease expired) {
    return reap(expired, herald)
        .recover(unheralded(expired, () -> reap(expired, RunStore.Herald.NOBODY)));
  }

  private Future<RunState> reap(Lease expired, RunStore.Herald telling) {
    return db.inTenant(
        expired.tenant(),
        c ->
            queue
                .lockShare(c, expired.tenant())
                .compose(_ -> lanes.lockExpired(c, expired))
                .compose(_ -> ended(c, expired))
                .compose(
                    ended ->
                        ended.isPresent()
                            ? lanes.settle(c, expired).map(ended.get())
                            : afterCrash(c, expired, telling)));
  }

  private Future<RunState> afterCrash(SqlConnection c, Lease expired, RunStore.Herald telling) {
    return crashed(c, expired)
        .compose(
            crash ->
                crash.outcome().isPresent()
                    ? lanes
                        .settle(c, expired)
                        .compose(_ -> end(c, expired, crash.outcome().get(), telling))
                    : requeue(c, expired, new Rest.None(), false));
  }

  private record Crash(int crashes, boolean cancelled) {
    Optional<Outcome> outcome() {
      if (cancelled) {
        return Optional.of(new Cancelled());
      }
      return crashes >= CRASHES_ALLOWED
          ? Optional.of(new Failed(Failure.of(Failure.CRASHED)))
          : Optional.empty();
    }
  }

  private static Future<Crash> crashed(SqlConnection c, Lease lease) {
    return c.preparedQuery(
            """
            UPDATE run SET crashes = crashes + 1
             WHERE tenant_id = $1 AND run_id = $2 AND state IN ('QUEUED', 'RUNNING')
            RETURNING crashes, cancel_requested_at IS NOT NULL AS cancelled
            """)
        .execute(Tuple.of(lease.tenant().value(), lease.run().value()))
        .map(rows -> rows.iterator().next())
        .map(row -> new Crash(row.getInteger("crashes"), row.getBoolean("cancelled")));
  }

  private Future<RunState> requeue(SqlConnection c, Lease lease, Rest rest, boolean failed) {
    return lanes
        .release(c, lease, rest)
        .compose(
            _ ->
                c.preparedQuery(
                        """
                        UPDATE run SET state = 'QUEUED', failed_tries = failed_tries + $4
                         WHERE tenant_id = $1 AND run_id = $2
                           AND (state = 'QUEUED' OR state = 'RUNNING' AND fence = $3)
                        """)
                    .execute(
                        Tuple.of(
                            lease.tenant().value(),
                            lease.run().value(),
                            lease.fence(),
                            failed ? 1 : 0)))
        .compose(rows -> LaneQueue.heldOrLost(rows.rowCount() == 1, lease))
        .compose(
            _ -> events.state(c, lease.tenant(), lease.run(), clock.instant(), RunState.QUEUED))
        .map(RunState.QUEUED);
  }
}
