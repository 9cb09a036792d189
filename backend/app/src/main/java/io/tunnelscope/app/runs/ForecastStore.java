package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** What the database knows of when a waiting run will begin. */
final class ForecastStore {
  private static final Duration CROWD_LASTS = Duration.ofSeconds(1);

  private final Db db;

  /** The same for all who look at their waiting runs at once. */
  private volatile Optional<Crowd> crowd = Optional.empty();

  ForecastStore(Db db) {
    this.db = db;
  }

  /** Empty when it has begun, and when it cannot be told. */
  Future<Optional<Instant>> start(TenantId tenant, RunId run) {
    var crowded = crowded();
    return db.inTenant(tenant, c -> forecast(c, tenant, run))
        .compose(
            found ->
                crowded.map(yes -> yes ? Optional.empty() : found.flatMap(StartForecast::start)));
  }

  private record Crowd(boolean isThere, long seenAt) {
    boolean isFresh() {
      return System.nanoTime() - seenAt < CROWD_LASTS.toNanos();
    }
  }

  /** Never fails: a crowd that cannot be seen costs the forecast, not the run that is looked at. */
  private Future<Boolean> crowded() {
    return crowd
        .filter(Crowd::isFresh)
        .map(seen -> Future.succeededFuture(seen.isThere()))
        .orElseGet(
            () ->
                lookForCrowd()
                    .otherwise(true)
                    .onSuccess(yes -> crowd = Optional.of(new Crowd(yes, System.nanoTime()))));
  }

  /** Whether lanes wait though nothing but a free worker is missing. Tells no tenant of another. */
  @AcrossTenants("all tenants share the workers; a yes or no")
  private Future<Boolean> lookForCrowd() {
    return db.systemStatement(
        "crowded",
        c ->
            c.query(
                    """
                    SELECT EXISTS (
                        SELECT FROM (SELECT ready_at FROM lane
                                      WHERE state = 'READY'
                                      ORDER BY rank, tenant_id, subscription_id LIMIT 100) next
                         WHERE next.ready_at < clock_timestamp() - interval '2 s') AS crowded
                    """)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("crowded")));
  }

  /**
   * One statement, however much is before the run: it reads so many runs at most, and the last runs
   * of each target once. Of a lane that waits for its tenant's limit it reads what is in work and
   * which lanes are before it; none of that where a lane of schedules is looked at, which others
   * overtake, or while a lane or a run rests, which keeps its place.
   */
  private static Future<Optional<StartForecast>> forecast(
      SqlConnection c, TenantId tenant, RunId run) {
    return c.preparedQuery(
            """
            WITH mine AS (
                SELECT q.tenant_id, q.subscription_id, q.scheduled, q.seq, l.running_seq, l.rank,
                       l.state = 'PARKED' AS parked, s.active - t.running_limit AS over,
                       l.state = 'PARKED' AND l.people > 0 AND NOT EXISTS (
                           SELECT FROM lane w WHERE w.tenant_id = q.tenant_id
                              AND (w.state = 'WAITING' OR w.resting > 0)) AS in_turn,
                       CASE WHEN s.parked > 0 OR l.resting > (q.rests_until IS NOT NULL)::int THEN NULL
                            WHEN l.state = 'RESTING' THEN q.rests_until
                            WHEN q.rests_until IS NOT NULL THEN NULL
                            WHEN l.state = 'RUNNING' AND l.lease_until > clock_timestamp() THEN clock_timestamp()
                            WHEN l.state = 'WAITING' THEN l.ready_at END AS free
                  FROM queued_run q
                  JOIN lane l USING (tenant_id, subscription_id)
                  JOIN tenant_share s USING (tenant_id)
                  JOIN tenant t USING (tenant_id)
                 WHERE q.tenant_id = $1 AND q.run_id = $2 AND q.seq IS DISTINCT FROM l.running_seq
            ), ahead AS (
                SELECT 'LANE' AS place, 0 AS rank, q.run_id, q.seq IS NOT DISTINCT FROM m.running_seq AS running
                  FROM mine m JOIN queued_run q USING (tenant_id, subscription_id)
                 WHERE (q.scheduled, q.seq) < (m.scheduled, m.seq)
                    OR q.seq IS NOT DISTINCT FROM m.running_seq
                UNION ALL
                SELECT CASE l.state WHEN 'PARKED' THEN 'PARKED' ELSE 'ACTIVE' END, l.rank, head.run_id,
                       l.state = 'RUNNING'
                  FROM mine m
                  JOIN lane l ON l.tenant_id = m.tenant_id
                       AND (l.state = 'READY' OR l.state = 'RUNNING' AND l.lease_until > clock_timestamp()
                            OR l.state = 'PARKED' AND (l.rank, l.subscription_id) < (m.rank, m.subscription_id))
                 CROSS JOIN LATERAL (
                       SELECT q.run_id
                         FROM queued_run q
                        WHERE q.tenant_id = l.tenant_id AND q.subscription_id = l.subscription_id
                          AND CASE WHEN l.state = 'RUNNING'
                                   THEN q.scheduled = l.running_scheduled AND q.seq = l.running_seq
                                   ELSE q.scheduled = (l.people = 0) END
                        ORDER BY q.seq LIMIT 1) head
                 WHERE m.in_turn
                 LIMIT $3
            ), usual AS (
                SELECT k.target_key, u.runs, u.quartiles
                  FROM (SELECT DISTINCT r.target_key
                          FROM ahead a JOIN run r ON r.tenant_id = $1 AND r.run_id = a.run_id) k
                 CROSS JOIN LATERAL (
                       SELECT count(*)::int AS runs,
                              percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY seconds) AS quartiles
                         FROM (SELECT extract(epoch FROM o.finished_at - o.started_at)::float8 AS seconds
                                 FROM run o
                                WHERE o.tenant_id = $1 AND o.target_key = k.target_key
                                  AND o.state = 'SUCCEEDED' AND o.attempt = 1
                                ORDER BY o.run_id DESC LIMIT 10) last) u
            )
            SELECT clock_timestamp() AS now, m.free, m.parked, greatest(m.over, 0) AS over, a.place,
                   r.attempt > a.running::int AS again,
                   CASE WHEN a.running
                        THEN extract(epoch FROM clock_timestamp() - r.started_at)::float8 END AS elapsed,
                   u.runs, u.quartiles
              FROM mine m
              LEFT JOIN (ahead a
                         JOIN run r ON r.tenant_id = $1 AND r.run_id = a.run_id
                         JOIN usual u ON u.target_key = r.target_key) ON true
             ORDER BY a.rank
            """)
        .execute(Tuple.of(tenant.value(), run.value(), StartForecast.MOST_AHEAD + 1))
        .map(rows -> Rows.all(rows, row -> row))
        .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(toForecast(rows)));
  }

  private static StartForecast toForecast(List<Row> rows) {
    var mine = rows.getFirst();
    var now = Columns.instant(mine, "now");
    var before = ahead(rows, "LANE");
    return new StartForecast(
        now,
        mine.getBoolean("parked")
            ? turn(rows, before).begins(now)
            : Optional.ofNullable(mine.getOffsetDateTime("free")).map(OffsetDateTime::toInstant),
        before);
  }

  /**
   * With another run before it in its lane it has to wait for a second turn, which none foresees.
   */
  private static TurnAtLimit turn(List<Row> rows, List<StartForecast.Ahead> before) {
    return before.isEmpty()
        ? new TurnAtLimit(
            rows.getFirst().getInteger("over"), ahead(rows, "ACTIVE"), ahead(rows, "PARKED"))
        : new TurnAtLimit(0, List.of(), List.of());
  }

  private static List<StartForecast.Ahead> ahead(List<Row> rows, String place) {
    return rows.stream()
        .filter(row -> place.equals(row.getString("place")))
        .map(ForecastStore::toAhead)
        .toList();
  }

  private static StartForecast.Ahead toAhead(Row row) {
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
