package io.tunnelscope.app.runs;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diff.Diff;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs as people ask for them: start, cancel, look at. What workers do is in {@link WorkStore}. */
public final class RunStore {
  /** More rows for a run that is being queued: written, or refused, together with it. */
  @FunctionalInterface
  public interface Besides {
    Future<Void> write(SqlConnection c, ArmId target, RunId run);
  }

  /** Hears of the end of every run, in the transaction that ends it: heard, or not ended. */
  @FunctionalInterface
  public interface Herald {
    Herald NOBODY = (_, _, _) -> Future.succeededFuture();

    /**
     * Called when the run has all that it will have, but for its entry in the audit. The
     * transaction holds locks that others wait for.
     */
    Future<Void> ended(SqlConnection c, TenantId tenant, RunId run);
  }

  private static final String INSERT_RUN =
      """
      INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider,
                       source, requested_by, requester, active, storage_account, storage_path,
                       state, queued_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'QUEUED', $14)
      """;

  private final Db db;
  private final RunQueue queue;
  private final AuditLog audit;
  private final Herald herald;
  private final EventStore events;
  private final ForecastStore forecasts;
  private final FindingStore findings;
  private final EvidenceStore evidence = new EvidenceStore();
  private final IdempotencyStore keys = new IdempotencyStore();
  private final RunListStore lists = new RunListStore();

  /** Without a herald. */
  public RunStore(Db db, RunQueue queue, AuditLog audit) {
    this(db, queue, audit, Herald.NOBODY);
  }

  public RunStore(Db db, RunQueue queue, AuditLog audit, Herald herald) {
    this.db = db;
    this.queue = queue;
    this.audit = audit;
    this.herald = herald;
    this.events = new EventStore(db);
    this.forecasts = new ForecastStore(db);
    this.findings = new FindingStore(db);
  }

  /**
   * Writes the run, its place in the queue, its first event and the audit entry, or nothing.
   *
   * @param besides more rows of the same run, written before the audit entry
   */
  Future<RunStarted> start(
      Principal who,
      Optional<Origin> origin,
      NewRun run,
      Optional<String> idempotencyKey,
      Function<SqlConnection, Future<Void>> besides) {
    var tenant = who.tenant();
    var key = idempotencyKey.map(text -> IdempotencyStore.Key.of(text, run));
    return db.inTenant(
        tenant,
        c ->
            queue
                .lockShare(c, tenant)
                .compose(
                    share ->
                        known(c, tenant, key, run.at())
                            .compose(
                                earlier ->
                                    earlier.isPresent()
                                        ? repeated(c, tenant, earlier.get())
                                        : insert(c, share, who, run)
                                            .compose(_ -> remember(c, tenant, key, run))
                                            .compose(_ -> besides.apply(c))
                                            .compose(_ -> told(c, who, origin, run)))));
  }

  /** As {@link RunQueue#alone}; what {@link #start} may write besides. */
  Future<Void> alone(SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return queue.alone(c, tenant, subscription);
  }

  private Future<Optional<RunId>> known(
      SqlConnection c, TenantId tenant, Optional<IdempotencyStore.Key> key, Instant now) {
    return key.isPresent()
        ? keys.find(c, tenant, key.get(), now)
        : Future.succeededFuture(Optional.empty());
  }

  private Future<RunStarted> repeated(SqlConnection c, TenantId tenant, RunId earlier) {
    return find(c, tenant, earlier)
        .map(Optional::orElseThrow)
        .map(run -> new RunStarted(run.id(), run.state(), run.target(), true));
  }

  /**
   * Writes scheduled runs, their places in the queue, their first events and audit entries, in a
   * handful of round trips however many there are.
   *
   * @param share locked by this transaction
   * @param besides writes more rows of these runs, before the audit entries
   * @return fails with {@link Refusal.QueueFull} when there are more than find a place
   */
  public Future<Void> startAll(
      SqlConnection c,
      Principal who,
      TenantShare share,
      List<NewRun> runs,
      Supplier<Future<Void>> besides) {
    if (runs.isEmpty()) {
      return Future.succeededFuture();
    }
    var subscriptions = runs.stream().map(NewRun::subscription).toList();
    var ids = runs.stream().map(NewRun::id).toList();
    return c.preparedQuery(INSERT_RUN)
        .executeBatch(runs.stream().map(run -> values(who, run)).toList())
        .compose(_ -> knowRequester(c, who))
        .compose(_ -> queue.add(c, share, subscriptions, ids, true))
        .compose(_ -> events.queued(c, who.tenant(), runs))
        .compose(_ -> besides.get())
        .compose(
            _ ->
                audit.recordAll(
                    c,
                    who,
                    "run.start",
                    runs.stream()
                        .map(run -> new AuditLog.Done(run.id().toString(), details(run)))
                        .toList()));
  }

  private Future<Void> insert(SqlConnection c, TenantShare share, Principal who, NewRun run) {
    return c.preparedQuery(INSERT_RUN)
        .execute(values(who, run))
        .compose(_ -> knowRequester(c, who))
        .compose(_ -> queue.add(c, share, run.subscription(), run.id(), run.source()))
        .compose(_ -> events.state(c, who.tenant(), run.id(), run.at(), RunState.QUEUED));
  }

  private static Tuple values(Principal who, NewRun run) {
    return Tuple.tuple()
        .addUUID(who.tenant().value())
        .addUUID(run.id().value())
        .addUUID(run.subscription().value())
        .addString(run.target().value())
        .addString(run.targetName())
        .addString(run.kind())
        .addString(run.provider())
        .addString(run.source().wire())
        .addUUID(requestedBy(who))
        .addString(who.name())
        .addBoolean(run.active())
        .addString(run.storage().flatMap(StorageWish::account).orElse(null))
        .addString(run.storage().map(StorageWish::path).orElse(null))
        .addOffsetDateTime(Columns.at(run.at()));
  }

  /** So that the list finds it by a part of its name. */
  private static Future<Void> knowRequester(SqlConnection c, Principal who) {
    return c.preparedQuery(
            "INSERT INTO requester (tenant_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .execute(Tuple.of(who.tenant().value(), who.name()))
        .mapEmpty();
  }

  static UUID requestedBy(Principal who) {
    return who.kind() == Principal.Kind.SYSTEM ? null : who.id();
  }

  private Future<Void> remember(
      SqlConnection c, TenantId tenant, Optional<IdempotencyStore.Key> key, NewRun run) {
    return key.isPresent()
        ? keys.insert(c, tenant, key.get(), run.id(), run.at())
        : Future.succeededFuture();
  }

  private Future<RunStarted> told(
      SqlConnection c, Principal who, Optional<Origin> origin, NewRun run) {
    var action = run.source() == Source.UPLOAD ? "bundle.upload" : "run.start";
    return record(c, who, origin, action, run.id().toString(), details(run))
        .map(new RunStarted(run.id(), RunState.QUEUED, run.target(), false));
  }

  private static JsonObject details(NewRun run) {
    return new JsonObject()
        .put("target", run.target().value())
        .put("source", run.source().wire())
        .put("active", run.active());
  }

  /**
   * Takes the run out of the queue, or asks its worker to stop. Fails with {@link Refusal.Conflict}
   * when it is finished, with {@link Refusal.NotFound} when there is none.
   */
  Future<Void> cancel(Principal who, Optional<Origin> origin, RunId id, Instant now) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            queue
                .lockShare(c, tenant)
                .compose(share -> open(c, tenant, id).compose(_ -> queue.cancel(c, share, id)))
                .compose(
                    cancelled ->
                        switch (cancelled) {
                          case REMOVED ->
                              end(c, tenant, id, now)
                                  .compose(_ -> herald.ended(c, tenant, id))
                                  .compose(_ -> events.sealed(c, tenant, id))
                                  .map(log -> log.into(new JsonObject()));
                          case MARKED -> request(c, tenant, id, now).map(_ -> new JsonObject());
                        })
                .compose(details -> record(c, who, origin, "run.cancel", id.toString(), details)));
  }

  private Future<Void> record(
      SqlConnection c,
      Principal who,
      Optional<Origin> origin,
      String action,
      String object,
      JsonObject details) {
    return origin.isPresent()
        ? audit.record(c, who, origin.get(), action, Optional.of(object), details)
        : audit.record(c, who, action, Optional.of(object), details);
  }

  private Future<Run> open(SqlConnection c, TenantId tenant, RunId id) {
    return find(c, tenant, id)
        .compose(
            found ->
                found
                    .map(
                        run ->
                            run.isFinished()
                                ? Future.<Run>failedFuture(alreadyFinished())
                                : Future.succeededFuture(run))
                    .orElseGet(() -> Future.failedFuture(notFound())));
  }

  private Future<Void> end(SqlConnection c, TenantId tenant, RunId id, Instant now) {
    return c.preparedQuery(
            """
            UPDATE run SET state = 'CANCELLED', cancel_requested_at = $3, finished_at = $3
             WHERE tenant_id = $1 AND run_id = $2 AND state = 'QUEUED'
            """)
        .execute(Tuple.of(tenant.value(), id.value(), Columns.at(now)))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? events.append(
                        c,
                        tenant,
                        id,
                        now,
                        RunEvent.Kind.DONE,
                        new JsonObject().put("state", RunState.CANCELLED.name()))
                    : Future.failedFuture(alreadyFinished()));
  }

  private static Future<Void> request(SqlConnection c, TenantId tenant, RunId id, Instant now) {
    return c.preparedQuery(
            """
            UPDATE run SET cancel_requested_at = coalesce(cancel_requested_at, $3)
             WHERE tenant_id = $1 AND run_id = $2 AND state IN ('QUEUED', 'RUNNING')
            """)
        .execute(Tuple.of(tenant.value(), id.value(), Columns.at(now)))
        .mapEmpty();
  }

  /** The run, or {@link Refusal.NotFound}: the same for a foreign id and for one that never was. */
  public Future<Run> get(TenantId tenant, RunId id) {
    return db.inTenant(tenant, c -> find(c, tenant, id))
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(notFound())));
  }

  static Future<Optional<Run>> find(SqlConnection c, TenantId tenant, RunId id) {
    return c.preparedQuery(RunRows.SELECT + " WHERE r.tenant_id = $1 AND r.run_id = $2")
        .execute(Tuple.of(tenant.value(), id.value()))
        .map(rows -> Rows.atMostOne(rows, RunRows::toRun));
  }

  /** Why it has not begun; empty when it has. */
  public Future<Optional<Waiting>> waiting(TenantId tenant, RunId id) {
    return db.inTenant(tenant, c -> queue.waiting(c, tenant, id));
  }

  /** What the run does now, in words for who waits; empty before it has told anything. */
  public Future<Optional<RunEvent.Doing>> doing(TenantId tenant, RunId id) {
    return db.inTenant(tenant, c -> events.lastProgress(c, tenant, id));
  }

  /** When it will begin, where that can be told honestly. */
  public Future<Optional<Instant>> expectedStart(TenantId tenant, RunId id) {
    return forecasts.start(tenant, id);
  }

  /**
   * What the run came to, as it was; empty when it came to nothing. A run that failed for a broken
   * rule keeps what the others found.
   */
  public Future<Optional<Diagnosis>> diagnosis(TenantId tenant, Run run) {
    if (run.verdict().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    var verdict = run.verdict().get();
    return db.inTenant(
        tenant,
        c ->
            findings
                .findings(c, tenant, run.id())
                .compose(
                    found ->
                        findings
                            .notices(c, tenant, run.id())
                            .compose(notices -> whole(c, tenant, run, verdict, found, notices))));
  }

  private Future<Optional<Diagnosis>> whole(
      SqlConnection c,
      TenantId tenant,
      Run run,
      Run.Verdict verdict,
      List<Finding> found,
      List<Notice> notices) {
    return evidence
        .timeline(c, tenant, run.id())
        .compose(
            timeline ->
                evidence
                    .missing(c, tenant, run.id())
                    .map(
                        missing ->
                            Optional.of(
                                new Diagnosis(
                                    verdict.from(),
                                    verdict.to(),
                                    Optional.of(run.target()),
                                    verdict.code(),
                                    verdict.severity(),
                                    found,
                                    notices,
                                    timeline,
                                    missing,
                                    List.of()))));
  }

  /**
   * What changed since the last finished run of the target; empty for its first run, and when the
   * one before was not kept for as long.
   */
  public Future<Optional<RunDetails.Changes>> changes(TenantId tenant, Run run) {
    if (run.previous().isEmpty() || run.verdict().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    var previous = run.previous().get();
    return db.inTenant(tenant, c -> find(c, tenant, previous))
        .compose(
            found ->
                found
                    .map(
                        before ->
                            diff(tenant, before.id(), run.id())
                                .map(diff -> Optional.of(new RunDetails.Changes(before, diff))))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  /** What differs between the findings of two runs. */
  public Future<Diff> diff(TenantId tenant, RunId from, RunId to) {
    return db.inTenant(
        tenant,
        c ->
            findings
                .findings(c, tenant, from)
                .compose(
                    before ->
                        findings
                            .findings(c, tenant, to)
                            .map(after -> Diff.ofFindings(before, after))));
  }

  /** The last run of that target that came to a diagnosis. */
  public Future<Optional<Run>> lastDiagnosed(TenantId tenant, ArmId target) {
    return history(tenant, RunFilter.succeeded(target.value()), Optional.empty(), 1)
        .map(found -> found.stream().findFirst());
  }

  /**
   * Runs, newest first. Fails with {@link Refusal.Invalid} when too many people have that in their
   * names.
   *
   * @param before the last one of the page before
   */
  public Future<List<Run>> list(
      TenantId tenant, RunFilter filter, Optional<RunId> before, int limit) {
    return db.inTenant(tenant, c -> lists.list(c, tenant, filter, before, limit));
  }

  /**
   * Runs of a target, what ended last first: each was compared with the next diagnosed one.
   *
   * @param filter names the target
   * @param after the last one of the page before
   */
  public Future<List<Run>> history(
      TenantId tenant, RunFilter filter, Optional<HistoryPlace> after, int limit) {
    return db.inTenant(tenant, c -> lists.history(c, tenant, filter, after, limit));
  }

  /**
   * How many runs {@link #list} has in all.
   *
   * @param filter without a requester's name
   */
  public Future<Integer> count(TenantId tenant, RunFilter filter) {
    return db.inTenant(tenant, c -> lists.count(c, tenant, filter));
  }

  static Refusal notFound() {
    return new Refusal.NotFound(new Text("There is no such run.", "해당 점검을 찾을 수 없습니다."));
  }

  private static Refusal alreadyFinished() {
    return new Refusal.Conflict(new Text("The run is finished already.", "이미 완료된 점검입니다."));
  }
}
