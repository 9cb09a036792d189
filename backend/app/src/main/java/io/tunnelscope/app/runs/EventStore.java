package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.RunEvent.Kind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The events of runs. A number is drawn with the row of the run locked, so that a reader who has
 * seen number n will never be shown a smaller one later.
 */
final class EventStore {
  /** A run that tells more than this goes on in silence; its end is always told. */
  private static final int MOST_PROGRESS = 400;

  private static final String APPEND =
      """
      WITH numbered AS (
        UPDATE run SET event_seq = event_seq + 1
         WHERE tenant_id = $1 AND run_id = $2
        RETURNING event_seq)
      INSERT INTO run_event (tenant_id, run_id, seq, at, kind, body)
      SELECT $1, $2, event_seq, $3, $4, $5 FROM numbered
      """;

  private final Db db;

  EventStore(Db db) {
    this.db = db;
  }

  Future<List<RunEvent>> after(TenantId tenant, RunId run, int seq, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT seq, at, kind, body
                      FROM run_event
                     WHERE tenant_id = $1 AND run_id = $2 AND seq > $3
                     ORDER BY seq
                     LIMIT $4
                    """)
                .execute(Tuple.of(tenant.value(), run.value(), seq, limit))
                .map(
                    rows ->
                        Rows.all(
                            rows,
                            row ->
                                new RunEvent(
                                    row.getInteger("seq"),
                                    Columns.instant(row, "at"),
                                    Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                                    row.getJsonObject("body")))));
  }

  Future<Optional<RunEvent.Doing>> lastProgress(SqlConnection c, TenantId tenant, RunId run) {
    return c.preparedQuery(
            """
            SELECT body
              FROM run_event
             WHERE tenant_id = $1 AND run_id = $2 AND kind = 'progress'
             ORDER BY seq DESC
             LIMIT 1
            """)
        .execute(Tuple.of(tenant.value(), run.value()))
        .map(rows -> Rows.atMostOne(rows, row -> doing(row.getJsonObject("body"))));
  }

  private static RunEvent.Doing doing(JsonObject body) {
    return new RunEvent.Doing(
        ProgressText.of(body.getString("step", ""), Optional.ofNullable(body.getString("probe"))),
        body.getInteger("percent", 0));
  }

  Future<Void> append(
      SqlConnection c, TenantId tenant, RunId run, Instant at, Kind kind, JsonObject body) {
    return c.preparedQuery(APPEND).execute(values(tenant, run, at, kind, body)).mapEmpty();
  }

  private static Tuple values(TenantId tenant, RunId run, Instant at, Kind kind, JsonObject body) {
    return Tuple.of(
        tenant.value(), run.value(), Columns.at(at), kind.name().toLowerCase(Locale.ROOT), body);
  }

  /** The first event of each of these runs, in one round trip. */
  Future<Void> queued(SqlConnection c, TenantId tenant, List<NewRun> runs) {
    return c.preparedQuery(APPEND)
        .executeBatch(
            runs.stream()
                .map(run -> values(tenant, run.id(), run.at(), Kind.STATE, body(RunState.QUEUED)))
                .toList())
        .mapEmpty();
  }

  Future<Void> state(SqlConnection c, TenantId tenant, RunId run, Instant at, RunState state) {
    return append(c, tenant, run, at, Kind.STATE, body(state));
  }

  private static JsonObject body(RunState state) {
    return new JsonObject().put("state", state.name());
  }

  /**
   * All that a run told, as one hash for the audit.
   *
   * @param hash SHA-256 in hex over one line a step: number, time, kind and body
   * @param requester who asked for the run
   */
  record StepLog(int steps, String hash, String requester) {
    /** For the last record that the audit holds of the run. */
    JsonObject into(JsonObject details) {
      return details.put("steps", steps).put("stepLog", hash);
    }
  }

  /** With the last event written: nothing is added to a finished run. */
  Future<StepLog> sealed(SqlConnection c, TenantId tenant, RunId run) {
    return c.preparedQuery(
            """
            SELECT r.requester, count(*)::int AS steps, encode(sha256(convert_to(string_agg(
                       concat_ws(' ', e.seq,
                           to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                           e.kind, e.body),
                       E'\n' ORDER BY e.seq), 'UTF8')), 'hex') AS hash
              FROM run r
              JOIN run_event e ON e.tenant_id = r.tenant_id AND e.run_id = r.run_id
             WHERE r.tenant_id = $1 AND r.run_id = $2
             GROUP BY r.requester
            """)
        .execute(Tuple.of(tenant.value(), run.value()))
        .map(
            rows -> {
              var row = rows.iterator().next();
              return new StepLog(
                  row.getInteger("steps"), row.getString("hash"), row.getString("requester"));
            });
  }

  /** Fails with {@link LeaseLost} when the run is not this holder's any more. */
  Future<Void> progress(Lease lease, Instant at, JsonObject body) {
    return db.inTenant(
        lease.tenant(),
        c ->
            c.preparedQuery(
                    """
                    WITH numbered AS (
                      UPDATE run SET event_seq = event_seq + 1
                       WHERE tenant_id = $1 AND run_id = $2 AND fence = $3 AND state = 'RUNNING'
                         AND event_seq < $6
                      RETURNING event_seq
                    ), told AS (
                      INSERT INTO run_event (tenant_id, run_id, seq, at, kind, body)
                      SELECT $1, $2, event_seq, $4, 'progress', $5 FROM numbered
                    )
                    SELECT 1 FROM run
                     WHERE tenant_id = $1 AND run_id = $2 AND fence = $3 AND state = 'RUNNING'
                    """)
                .execute(
                    Tuple.of(
                        lease.tenant().value(),
                        lease.run().value(),
                        lease.fence(),
                        Columns.at(at),
                        body,
                        MOST_PROGRESS))
                .compose(
                    rows ->
                        rows.size() == 1
                            ? Future.succeededFuture()
                            : Future.failedFuture(new LeaseLost(lease))));
  }
}
