package io.tunnelscope.app.runs;

import io.tunnelscope.app.bundles.BundleRecordStore;
import io.tunnelscope.app.bundles.Delivery;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Plans;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.Outcome.Diagnosed;
import io.tunnelscope.core.diff.Diff;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run came to that was diagnosed: the verdict, what was found and seen, what changed since
 * the last finished run of its target, and where its logs are.
 */
final class VerdictStore {
  private final FindingStore findings;
  private final EvidenceStore evidence = new EvidenceStore();
  private final DiffStore diffs = new DiffStore();
  private final BundleRecordStore bundles;

  VerdictStore(Db db, BundleRecordStore bundles) {
    this.findings = new FindingStore(db);
    this.bundles = bundles;
  }

  /**
   * Ends the run with its diagnosis, in the caller's transaction. Fails with {@link LeaseLost} when
   * the run is not in work under that lease.
   */
  Future<Void> write(SqlConnection c, Lease lease, Diagnosed outcome, Instant now) {
    var tenant = lease.tenant();
    var run = lease.run();
    return lastDiagnosed(c, tenant, run)
        .compose(
            previous ->
                compare(c, tenant, previous, outcome)
                    .compose(
                        diff ->
                            verdict(c, lease, outcome, now, previous, diff)
                                .compose(_ -> keep(c, tenant, previous, run, diff))))
        .compose(_ -> findings.insert(c, tenant, run, outcome.diagnosis()))
        .compose(
            _ ->
                evidence.insert(c, tenant, run, outcome.evidence(), outcome.diagnosis().timeline()))
        .compose(
            _ ->
                outcome.logs().isPresent()
                    ? bundles.insert(
                        c,
                        tenant,
                        run,
                        outcome.logs().get().bundle(),
                        outcome.logs().get().files(),
                        now)
                    : Future.succeededFuture());
  }

  /**
   * The run of the same target that ended last with a diagnosis. It is the one before: runs of a
   * target share a lane, which this one holds, so none of them ends beside it. Their ids do not
   * tell, as one may have overtaken another in the lane.
   */
  private static Future<Optional<RunId>> lastDiagnosed(
      SqlConnection c, TenantId tenant, RunId run) {
    return Plans.once(
            c,
            () ->
                c.preparedQuery(
                        """
                        SELECT run_id FROM run
                         WHERE tenant_id = $1 AND state = 'SUCCEEDED' AND finished_at IS NOT NULL
                           AND target_key = (SELECT target_key FROM run WHERE tenant_id = $1 AND run_id = $2)
                         ORDER BY finished_at DESC, run_id DESC
                         LIMIT 1
                           FOR KEY SHARE
                        """)
                    .execute(Tuple.of(tenant.value(), run.value())))
        .map(rows -> Rows.atMostOne(rows, row -> new RunId(row.getUUID("run_id"))));
  }

  private Future<Diff> compare(
      SqlConnection c, TenantId tenant, Optional<RunId> previous, Diagnosed outcome) {
    return previous.isEmpty()
        ? Future.succeededFuture(Diff.between(Optional.empty(), outcome.diagnosis()))
        : findings
            .findings(c, tenant, previous.get())
            .map(before -> Diff.ofFindings(before, outcome.diagnosis().findings()));
  }

  private Future<Void> keep(
      SqlConnection c, TenantId tenant, Optional<RunId> previous, RunId run, Diff diff) {
    return previous.isEmpty()
        ? Future.succeededFuture()
        : diffs.insert(c, tenant, previous.get(), run, diff);
  }

  private static Future<Void> verdict(
      SqlConnection c,
      Lease lease,
      Diagnosed outcome,
      Instant now,
      Optional<RunId> previous,
      Diff diff) {
    var diagnosis = outcome.diagnosis();
    return c.preparedQuery(
            """
            UPDATE run SET
                   state = $4, finished_at = $5, diagnosed_from = $6, diagnosed_to = $7, code = $8,
                   severity = $9, fault = $10, cause = $11, previous_run_id = $12, changed = $13,
                   failure_reason = $14, failure_detail = $15, delivered_to = $16, not_delivered = $17
             WHERE tenant_id = $1 AND run_id = $2 AND fence = $3 AND state = 'RUNNING'
            """)
        .execute(
            Tuple.tuple()
                .addUUID(lease.tenant().value())
                .addUUID(lease.run().value())
                .addLong(lease.fence())
                .addString(outcome.state().name())
                .addOffsetDateTime(Columns.at(now))
                .addOffsetDateTime(Columns.at(diagnosis.startTime()))
                .addOffsetDateTime(Columns.at(diagnosis.endTime()))
                .addString(diagnosis.code().wireName())
                .addString(diagnosis.severity().wireName())
                .addString(diagnosis.worst().fault().wireId())
                .addString(diagnosis.worst().cause().name())
                .addUUID(previous.map(RunId::value).orElse(null))
                .addBoolean(previous.map(_ -> diff.changed()).orElse(null))
                .addString(outcome.failure().map(Failure::reason).orElse(null))
                .addString(outcome.failure().map(Failure::detail).orElse(null))
                .addString(outcome.delivery().map(VerdictStore::blob).orElse(null))
                .addString(outcome.delivery().map(VerdictStore::whyKept).orElse(null)))
        .compose(rows -> LaneQueue.heldOrLost(rows.rowCount() == 1, lease));
  }

  private static String blob(Delivery delivery) {
    return delivery instanceof Delivery.Done done ? done.blob().toString() : null;
  }

  private static String whyKept(Delivery delivery) {
    return delivery instanceof Delivery.Kept kept ? kept.why().name() : null;
  }
}
