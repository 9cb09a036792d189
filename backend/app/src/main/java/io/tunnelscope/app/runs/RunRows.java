package io.tunnelscope.app.runs;

import io.tunnelscope.app.bundles.Delivery;
import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.Run.Requester;
import io.tunnelscope.app.runs.Run.Times;
import io.tunnelscope.app.runs.Run.Verdict;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.network.ArmId;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a run is read: the columns that every query of runs selects, and the mapper beside them. */
final class RunRows {
  private RunRows() {}

  /** A run with its subscription's name and its first finding; to be followed by a WHERE on r. */
  static final String SELECT =
      """
      SELECT r.tenant_id, r.run_id, r.subscription_id,
             coalesce(s.name, gone.name) AS subscription_name, r.target, r.target_name, r.kind, r.provider, r.source, r.requested_by, r.requester, r.active,
             r.state, r.attempt, r.failed_tries, r.checkpoint, r.cancel_requested_at, r.queued_at, r.started_at,
             r.finished_at, r.diagnosed_from, r.diagnosed_to, r.code, r.severity AS run_severity,
             r.previous_run_id, r.changed, r.storage_account, r.storage_path, r.delivered_to,
             r.not_delivered, r.failure_reason, r.failure_detail,
             f.fault, f.cause, f.severity, f.certainty, f.facts, f.proof
        FROM run r
        LEFT JOIN subscription s
               ON s.tenant_id = r.tenant_id AND s.subscription_id = r.subscription_id
        LEFT JOIN former_subscription gone
               ON gone.tenant_id = r.tenant_id AND gone.subscription_id = r.subscription_id
        LEFT JOIN finding f ON f.tenant_id = r.tenant_id AND f.run_id = r.run_id AND f.ordinal = 0
      """;

  static Run toRun(Row row) {
    return new Run(
        new TenantId(row.getUUID("tenant_id")),
        new RunId(row.getUUID("run_id")),
        new SubscriptionId(row.getUUID("subscription_id")),
        row.getString("subscription_name"),
        new ArmId(row.getString("target")),
        row.getString("target_name"),
        row.getString("kind"),
        row.getString("provider"),
        Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        new Requester(Optional.ofNullable(row.getUUID("requested_by")), row.getString("requester")),
        row.getBoolean("active"),
        RunState.valueOf(row.getString("state")),
        row.getInteger("attempt"),
        row.getInteger("failed_tries"),
        Optional.ofNullable(row.getString("checkpoint")),
        new Times(
            Columns.instant(row, "queued_at"),
            Columns.optionalInstant(row, "started_at"),
            Columns.optionalInstant(row, "finished_at"),
            Columns.optionalInstant(row, "cancel_requested_at")),
        Optional.ofNullable(row.getString("storage_path")).map(path -> wish(row, path)),
        delivery(row),
        verdict(row),
        Optional.ofNullable(row.getUUID("previous_run_id")).map(RunId::new),
        Optional.ofNullable(row.getBoolean("changed")),
        Optional.ofNullable(row.getString("failure_reason"))
            .map(reason -> new Failure(reason, row.getString("failure_detail"))));
  }

  private static StorageWish wish(Row row, String path) {
    return new StorageWish(Optional.ofNullable(row.getString("storage_account")), path);
  }

  private static Optional<Delivery> delivery(Row row) {
    Optional<Delivery> done =
        Optional.ofNullable(row.getString("delivered_to"))
            .map(blob -> new Delivery.Done(URI.create(blob)));
    return done.or(
        () ->
            Optional.ofNullable(row.getString("not_delivered"))
                .map(why -> new Delivery.Kept(Delivery.Why.valueOf(why))));
  }

  private static Optional<Verdict> verdict(Row row) {
    if (row.getString("code") == null || row.getString("fault") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict(
            Columns.instant(row, "diagnosed_from"),
            Columns.instant(row, "diagnosed_to"),
            code(row.getString("code")),
            FindingStore.severity(row.getString("run_severity")),
            FindingStore.toFinding(row)));
  }

  private static Code code(String wire) {
    return Arrays.stream(Code.values())
        .filter(code -> code.wireName().equals(wire))
        .findFirst()
        .orElseThrow();
  }
}
