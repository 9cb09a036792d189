package io.tunnelscope.app.history;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Plans;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.history.TurningPoints.Point;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.FaultStateText;
import io.tunnelscope.app.runs.RunFilter;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diff.Change;
import io.tunnelscope.core.diff.ChangeKind;
import io.tunnelscope.core.diff.Diff;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the runs of a target say together. The times of their ends give the order: a run may have
 * overtaken another in the queue, and no two of a target end at the same time.
 */
public final class HistoryStore {
  private final Db db;

  public HistoryStore(Db db) {
    this.db = db;
  }

  /** An undetermined or failed run is no turning point: it shows neither good nor bad. */
  public Future<TurningPoints> turningPoints(TenantId tenant, ArmId target) {
    return db.inTenant(
        tenant,
        c ->
            Plans.once(
                    c,
                    () ->
                        c.preparedQuery(
                                """
                    WITH good AS (
                      SELECT run_id, finished_at FROM run
                      WHERE tenant_id = $1 AND target_key = lower($2) AND state = 'SUCCEEDED' AND code = 'Healthy'
                      ORDER BY finished_at DESC
                      LIMIT 1
                    ), bad AS (
                      SELECT run_id, finished_at FROM run
                      WHERE tenant_id = $1 AND target_key = lower($2) AND state = 'SUCCEEDED' AND code = 'UnHealthy'
                        AND finished_at > coalesce((SELECT finished_at FROM good), '-infinity')
                      ORDER BY finished_at, run_id
                      LIMIT 1
                    )
                    SELECT 'good' AS point, run_id, finished_at FROM good
                    UNION ALL
                    SELECT 'bad', run_id, finished_at FROM bad
                    """)
                            .execute(Tuple.of(tenant.value(), target.value())))
                .map(rows -> Rows.all(rows, row -> row))
                .map(rows -> new TurningPoints(point(rows, "bad"), point(rows, "good"))));
  }

  /**
   * Of the runs asked for at or after that time. What was bad when the period began counts from
   * when it turns bad again, as nobody knows here since when it was. Reads the first run and those
   * that found something else than the one before, as no other is a turn: a target with a run every
   * minute costs no more than one that turns as often.
   */
  public Future<Steadiness> steadiness(TenantId tenant, ArmId target, Instant from) {
    return db.inTenant(
        tenant,
        c ->
            Plans.once(
                    c,
                    () ->
                        c.preparedQuery(
                                """
                                WITH told AS (
                                  (SELECT finished_at, code FROM run
                                    WHERE tenant_id = $1 AND target_key = lower($2) AND run_id >= $3 AND finished_at >= $4
                                      AND state = 'SUCCEEDED' AND code IN ('Healthy', 'UnHealthy')
                                    ORDER BY finished_at, run_id
                                    LIMIT 1)
                                  UNION
                                  SELECT finished_at, code FROM run
                                   WHERE tenant_id = $1 AND target_key = lower($2) AND run_id >= $3 AND finished_at >= $4
                                     AND state = 'SUCCEEDED' AND code IN ('Healthy', 'UnHealthy') AND changed
                                ), seen AS (
                                  SELECT finished_at, code = 'UnHealthy' AS bad,
                                         lag(code = 'UnHealthy') OVER (ORDER BY finished_at) AS was_bad
                                  FROM told
                                ), turn AS (
                                  SELECT bad, was_bad, lead(finished_at) OVER (ORDER BY finished_at) - finished_at AS lasted
                                  FROM seen
                                  WHERE bad IS DISTINCT FROM was_bad
                                )
                                SELECT count(*) AS flaps, count(lasted) AS recoveries,
                                       extract(epoch FROM avg(lasted))::float8 AS mean,
                                       extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY lasted))::float8
                                         AS median
                                FROM turn
                                WHERE bad AND NOT was_bad
                                """)
                            .execute(
                                Tuple.of(
                                    tenant.value(),
                                    target.value(),
                                    RunFilter.firstIdOf(from),
                                    from.atOffset(ZoneOffset.UTC))))
                .map(rows -> toSteadiness(rows.iterator().next())));
  }

  private static Steadiness toSteadiness(Row row) {
    return new Steadiness(
        row.getLong("flaps"),
        row.getLong("recoveries"),
        seconds(row.getDouble("mean")),
        seconds(row.getDouble("median")));
  }

  private static Optional<Duration> seconds(Double seconds) {
    return Optional.ofNullable(seconds).map(s -> Duration.ofSeconds(Math.round(s)));
  }

  /** The last two runs that came to a diagnosis, the newer one first. */
  Future<List<RunId>> lastTwo(TenantId tenant, ArmId target) {
    return db.inTenant(
        tenant,
        c ->
            Plans.once(
                    c,
                    () ->
                        c.preparedQuery(
                                """
                    SELECT run_id FROM run
                    WHERE tenant_id = $1 AND target_key = lower($2) AND state = 'SUCCEEDED'
                      AND finished_at IS NOT NULL
                    ORDER BY finished_at DESC, run_id DESC
                    LIMIT 2
                    """)
                            .execute(Tuple.of(tenant.value(), target.value())))
                .map(rows -> Rows.all(rows, row -> new RunId(row.getUUID("run_id")))));
  }

  /**
   * What changed between two runs of which one followed the other, as it was written then; empty
   * when it was written in a form that is no longer read.
   */
  Future<Optional<Diff>> written(TenantId tenant, RunId from, RunId to) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT kind, fault, cause, before, after FROM diff
                    WHERE tenant_id = $1 AND to_run = $2 AND from_run = $3
                    ORDER BY ordinal
                    """)
                .execute(Tuple.of(tenant.value(), to.value(), from.value()))
                .map(rows -> Rows.all(rows, row -> row))
                .map(
                    rows ->
                        rows.stream().allMatch(HistoryStore::isReadable)
                            ? Optional.of(
                                new Diff(rows.stream().map(HistoryStore::toChange).toList()))
                            : Optional.empty()));
  }

  private static Optional<Point> point(List<Row> rows, String name) {
    return rows.stream()
        .filter(row -> row.getString("point").equals(name))
        .map(
            row ->
                new Point(
                    new RunId(row.getUUID("run_id")),
                    row.getOffsetDateTime("finished_at").toInstant()))
        .findFirst();
  }

  private static Change toChange(Row row) {
    return new Change(
        ChangeKind.valueOf(row.getString("kind")),
        Fault.parse(row.getString("fault")).orElseThrow(),
        Cause.valueOf(row.getString("cause")),
        state(row, "before").map(FaultStateText::read),
        state(row, "after").map(FaultStateText::read));
  }

  private static boolean isReadable(Row row) {
    return Stream.of("before", "after")
        .allMatch(column -> state(row, column).map(FaultStateText::isReadable).orElse(true));
  }

  private static Optional<String> state(Row row, String column) {
    return Optional.ofNullable(row.getString(column));
  }
}
