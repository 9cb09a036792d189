package io.tunnelscope.app.schedules;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.TargetStore.Place;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.NewRun;
import io.tunnelscope.app.runs.RunQueue;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.TenantShare;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whose turn it is, by the clock of the database. Nodes share the turns: each claims a tenant for a
 * while, the one that was served longest ago. What is done for a turn and how far it has come are
 * written in one transaction, which fails to find the turn where another node was faster: so no
 * claim that ends too early, and no node that dies, loses a run or starts one twice.
 *
 * <p>Locks are taken in this order: share of the tenant, schedule, tick, lanes, head of the audit.
 */
final class TurnStore {
  /** How long a node keeps a tenant at most; whatever failed is tried again after that time. */
  static final Duration LEASE = Duration.ofSeconds(30);

  /** When no node has looked for so long, turns that are older than that were missed. */
  static final Duration GRACE = Duration.ofMinutes(2);

  /**
   * A turn that this node is to take.
   *
   * @param missedUntil present when no server was up as it was time: what was due before that was
   *     missed, too
   */
  record Claim(TenantId tenant, UUID schedule, Instant due, Optional<Instant> missedUntil) {}

  /**
   * A turn that has come.
   *
   * @param who starts the runs; absent when its maker may not any more
   */
  record Come(
      TenantId tenant,
      Schedule schedule,
      Plan.Turn turn,
      Progress progress,
      Optional<Principal> who,
      Instant now) {
    UUID id() {
      return schedule.id();
    }

    /** Where the queue was full. */
    Come stopped(Batch batch) {
      var there =
          progress
              .at(batch.last().or(progress::place), progress.wrapped())
              .with(progress.round().and(batch.start().size(), batch.busy()));
      return new Come(tenant, schedule, turn, there, who, now);
    }
  }

  private final Db db;
  private final AuditLog audit;
  private final RunQueue queue;
  private final RunStore runs;

  TurnStore(Db db, AuditLog audit, RunQueue queue, RunStore runs) {
    this.db = db;
    this.audit = audit;
    this.queue = queue;
    this.runs = runs;
  }

  /** Empty when nothing is due, or others are busy with what is. */
  @AcrossTenants("schedules of all tenants are looked through; ids and times only")
  Future<Optional<Claim>> claim() {
    return db.systemStatement(
        "schedules",
        c ->
            c.preparedQuery("SELECT * FROM app.schedule_claim($1, $2)")
                .execute(Tuple.of((double) LEASE.toSeconds(), (double) GRACE.toSeconds()))
                .map(rows -> Rows.atMostOne(rows, TurnStore::toClaim)));
  }

  private static Claim toClaim(Row row) {
    return new Claim(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("schedule_id"),
        ScheduleRows.instant(row, "due_at"),
        Optional.ofNullable(row.getOffsetDateTime("missed_until")).map(time -> time.toInstant()));
  }

  /** Schedules that are on though their makers may not start runs any more. */
  @AcrossTenants("schedules of all tenants are looked through; ids and times only")
  Future<List<Claim>> orphans(int most) {
    return db.systemStatement(
        "schedules",
        c ->
            c.preparedQuery(
                    """
                    SELECT t.tenant_id, t.schedule_id, t.due_at, NULL::timestamptz AS missed_until
                    FROM schedule_tick t
                    WHERE NOT EXISTS (
                        SELECT FROM membership m
                        WHERE t.maker_kind = 'person' AND m.tenant_id = t.tenant_id AND m.person_id = t.maker_id
                          AND m.deactivated_at IS NULL AND m.role = ANY ($1))
                      AND NOT EXISTS (
                        SELECT FROM api_token k
                        WHERE t.maker_kind = 'token' AND k.tenant_id = t.tenant_id AND k.token_id = t.maker_id
                          AND k.revoked_at IS NULL AND k.expires_at > now() AND k.role = ANY ($1))
                    LIMIT $2
                    """)
                .execute(Tuple.of(ScheduleRows.STARTERS.toArray(String[]::new), most))
                .map(rows -> Rows.all(rows, TurnStore::toClaim)));
  }

  /** Empty when somebody else was there before. */
  Future<Optional<Come>> come(TenantId tenant, Claim claim) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    ScheduleRows.SELECT
                        + """
                        WHERE s.tenant_id = $1 AND s.schedule_id = $2 AND s.state = 'ON'
                          AND t.due_at = $3 AND t.next_at <= now()
                        """)
                .execute(Tuple.of(tenant.value(), claim.schedule(), ScheduleRows.at(claim.due())))
                .map(rows -> Rows.atMostOne(rows, row -> toCome(tenant, row))));
  }

  private static Come toCome(TenantId tenant, Row row) {
    var schedule = ScheduleRows.toSchedule(row);
    return new Come(
        tenant,
        schedule,
        ScheduleRows.turn(row).orElseThrow(),
        ScheduleRows.progress(row),
        schedule.lost().isPresent()
            ? Optional.empty()
            : Role.parse(row.getString("role"))
                .map(role -> starter(tenant, schedule.maker(), role)),
        ScheduleRows.instant(row, "now"));
  }

  private static Principal starter(TenantId tenant, Schedule.Maker maker, Role role) {
    return new Principal(
        tenant,
        maker.kind(),
        maker.id(),
        maker.name(),
        role,
        Set.of(Permission.READ, Permission.START_RUN));
  }

  /** Where a part of a turn leads. */
  sealed interface Then {
    /** There are more targets. */
    record GoOn(Progress there) implements Then {}

    /** These were the last ones. */
    record End(Optional<Plan.Turn> next) implements Then {}
  }

  /**
   * Starts runs of these targets for as far as the queue takes them. Where it takes them all, the
   * turn goes on or ends; otherwise it stays at the target for which there was no place.
   *
   * @param run makes the run of a target
   * @return what became of them; empty when somebody else was there before
   */
  Future<Optional<Batch>> start(
      Come come, List<KnownTarget> targets, Function<KnownTarget, NewRun> run, Then then) {
    return db.inTenant(
        come.tenant(),
        c ->
            queue
                .lockShare(c, come.tenant())
                .compose(share -> startHeld(c, share, come, targets, run, then)));
  }

  private Future<Optional<Batch>> startHeld(
      SqlConnection c,
      TenantShare share,
      Come come,
      List<KnownTarget> targets,
      Function<KnownTarget, NewRun> run,
      Then then) {
    return ifHeld(
        c,
        come,
        () ->
            open(c, come, targets)
                .map(open -> Batch.of(targets, open, share.room(true)))
                .compose(
                    batch -> {
                      var made = batch.start().stream().map(run).toList();
                      return moveOn(c, come, batch, then)
                          .compose(
                              _ ->
                                  batch.full() // its end is still to be written
                                      ? Future.succeededFuture()
                                      : release(c, come.tenant()))
                          .compose(
                              _ ->
                                  runs.startAll(
                                      c,
                                      come.who().orElseThrow(),
                                      share,
                                      made,
                                      () -> remember(c, come, made)))
                          .map(Optional.of(batch));
                    }),
        Optional.empty());
  }

  private static Future<Void> moveOn(SqlConnection c, Come come, Batch batch, Then then) {
    var round = come.progress().round().and(batch.start().size(), batch.busy());
    return switch (then) {
      case Then _ when batch.full() -> keep(c, come, come.turn(), come.stopped(batch).progress());
      case Then.GoOn(var there) -> keep(c, come, come.turn(), there.with(round));
      case Then.End(var next) -> end(c, come, round, next, Optional.empty());
    };
  }

  /** Ends the turn for which no more places are, or no target. */
  Future<Void> end(
      Come come, Schedule.Round round, Optional<Plan.Turn> next, Optional<Place> beginAfter) {
    return db.inTenant(
        come.tenant(),
        c ->
            ifHeld(
                c,
                come,
                () -> end(c, come, round, next, beginAfter).compose(_ -> release(c, come.tenant())),
                null));
  }

  /**
   * Later times have passed, too: the last one is taken for all of them.
   *
   * @param down whether no server was up, otherwise this turn is late
   */
  Future<Void> passOver(Come come, Plan.Turn last, int skipped, boolean down) {
    var round = come.progress().round();
    var there =
        Progress.none(last.due())
            .with(Schedule.Round.nothing(last.due(), round.skipped() + skipped));
    return db.inTenant(
        come.tenant(),
        c ->
            ifHeld(
                c,
                come,
                () ->
                    keep(c, come, last, there)
                        .compose(_ -> release(c, come.tenant()))
                        .compose(_ -> skipped(c, come, skipped, down ? "no-server" : "late")),
                null));
  }

  /** No server was up: nothing is started for the times that have passed. */
  Future<Void> skip(Come come, Instant last, int skipped, Optional<Plan.Turn> next) {
    var all = come.progress().round().skipped() + skipped;
    return db.inTenant(
        come.tenant(),
        c ->
            ifHeld(
                c,
                come,
                () ->
                    end(
                            c,
                            come,
                            Schedule.Round.nothing(last, all),
                            next,
                            come.schedule().beginAfter())
                        .compose(_ -> release(c, come.tenant()))
                        .compose(_ -> skipped(c, come, skipped, "no-server")),
                null));
  }

  private Future<Void> skipped(SqlConnection c, Come come, int times, String reason) {
    return audit.record(
        c,
        Principal.system(come.tenant()),
        "schedule.skip",
        Optional.of(come.id().toString()),
        new JsonObject()
            .put("from", come.turn().due().toString())
            .put("times", times)
            .put("reason", reason));
  }

  /** The maker may not start runs any more: nobody does, until somebody writes the plan anew. */
  Future<Void> stop(TenantId tenant, UUID id) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    ScheduleRows.SELECT
                        + """
                        WHERE s.tenant_id = $1 AND s.schedule_id = $2 AND s.state = 'ON'
                        FOR UPDATE OF s
                        """)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> Rows.atMostOne(rows, ScheduleRows::toSchedule))
                .map(found -> found.filter(schedule -> schedule.lost().isPresent()))
                .compose(
                    found ->
                        found.isPresent()
                            ? stop(c, tenant, found.get())
                            : Future.succeededFuture()));
  }

  private Future<Void> stop(SqlConnection c, TenantId tenant, Schedule schedule) {
    var lost = schedule.lost().orElseThrow();
    return c.preparedQuery(
            """
            UPDATE schedule SET state = 'STOPPED', stopped_because = $3, version = version + 1
            WHERE tenant_id = $1 AND schedule_id = $2
            """)
        .execute(Tuple.of(tenant.value(), schedule.id(), lost.wire()))
        .compose(_ -> ScheduleStore.setTurn(c, tenant, schedule.id(), Optional.empty()))
        .compose(_ -> release(c, tenant))
        .compose(
            _ ->
                audit.record(
                    c,
                    Principal.system(tenant),
                    "schedule.stop",
                    Optional.of(schedule.id().toString()),
                    new JsonObject()
                        .put("maker", schedule.maker().name())
                        .put("reason", "maker-may-not-start-runs")
                        .put("because", lost.wire())));
  }

  /** The tenant may be claimed again. */
  Future<Void> release(TenantId tenant) {
    return db.inTenant(tenant, c -> release(c, tenant));
  }

  private static Future<Void> release(SqlConnection c, TenantId tenant) {
    return c.preparedQuery("UPDATE schedule_line SET taken_until = now() WHERE tenant_id = $1")
        .execute(Tuple.of(tenant.value()))
        .mapEmpty();
  }

  /** Does it with the turn as it was seen; not when it has been moved or changed since. */
  private static <T> Future<T> ifHeld(
      SqlConnection c, Come come, Supplier<Future<T>> work, T otherwise) {
    var progress = come.progress();
    return c.preparedQuery(
            """
            SELECT 1 FROM schedule s
            JOIN schedule_tick t ON t.tenant_id = s.tenant_id AND t.schedule_id = s.schedule_id
            WHERE s.tenant_id = $1 AND s.schedule_id = $2 AND t.due_at = $3 AND t.next_at <= now()
              AND CASE WHEN $4 THEN t.turn_of = t.due_at AND t.place_key IS NOT DISTINCT FROM $5 AND t.wrapped = $6
                       ELSE t.turn_of IS DISTINCT FROM t.due_at END
            FOR UPDATE OF s, t
            """)
        .execute(
            Tuple.of(
                come.tenant().value(),
                come.id(),
                ScheduleRows.at(come.turn().due()),
                progress.begun(),
                progress.place().map(Place::armId).orElse(null),
                progress.wrapped()))
        .compose(rows -> rows.size() == 1 ? work.get() : Future.succeededFuture(otherwise));
  }

  /** Ids of those of the targets whose run from an earlier turn is open. */
  private static Future<Set<String>> open(SqlConnection c, Come come, List<KnownTarget> targets) {
    return c.preparedQuery(
            """
            WITH asked AS MATERIALIZED (SELECT id, lower(id) AS key FROM unnest($3::text[]) AS id)
            SELECT asked.id FROM asked
            JOIN schedule_run l ON l.tenant_id = $1 AND l.schedule_id = $2 AND l.target_key = asked.key
            JOIN run r ON r.tenant_id = l.tenant_id AND r.run_id = l.run_id
            WHERE r.state IN ('QUEUED', 'RUNNING')
            """)
        .execute(
            Tuple.of(
                come.tenant().value(),
                come.id(),
                targets.stream().map(target -> target.id().value()).toArray(String[]::new)))
        .map(rows -> Set.copyOf(Rows.all(rows, row -> row.getString("id"))));
  }

  /** As the latest runs of that schedule and its targets. */
  private static Future<Void> remember(SqlConnection c, Come come, List<NewRun> made) {
    return c.preparedQuery(
            """
            INSERT INTO schedule_run (tenant_id, schedule_id, target_key, run_id)
            SELECT $1, $2, lower(target), run FROM unnest($3::text[], $4::uuid[]) AS made (target, run)
            ON CONFLICT (tenant_id, schedule_id, target_key) DO UPDATE SET run_id = EXCLUDED.run_id
            """)
        .execute(
            Tuple.of(
                come.tenant().value(),
                come.id(),
                made.stream().map(run -> run.target().value()).toArray(String[]::new),
                made.stream().map(run -> run.id().value()).toArray(UUID[]::new)))
        .mapEmpty();
  }

  private static Future<Void> keep(SqlConnection c, Come come, Plan.Turn turn, Progress progress) {
    var round = progress.round();
    return c.preparedQuery(
            """
            UPDATE schedule_tick
               SET due_at = $3, next_at = $4, turn_of = $3, place_name = $5, place_key = $6, wrapped = $7,
                   started = $8, busy = $9, skipped = $10
             WHERE tenant_id = $1 AND schedule_id = $2
            """)
        .execute(
            Tuple.tuple()
                .addUUID(come.tenant().value())
                .addUUID(come.id())
                .addOffsetDateTime(ScheduleRows.at(turn.due()))
                .addOffsetDateTime(ScheduleRows.at(turn.at()))
                .addString(progress.place().map(Place::name).orElse(null))
                .addString(progress.place().map(Place::armId).orElse(null))
                .addBoolean(progress.wrapped())
                .addInteger(round.started())
                .addInteger(round.busy())
                .addInteger(round.skipped()))
        .mapEmpty();
  }

  private static Future<Void> end(
      SqlConnection c,
      Come come,
      Schedule.Round round,
      Optional<Plan.Turn> next,
      Optional<Place> beginAfter) {
    return c.preparedQuery(
            """
            UPDATE schedule
               SET last_due_at = $3, last_started = $4, last_busy = $5, last_refused = $6, last_skipped = $7,
                   begin_after_name = $8, begin_after_key = $9
             WHERE tenant_id = $1 AND schedule_id = $2
            """)
        .execute(
            Tuple.tuple()
                .addUUID(come.tenant().value())
                .addUUID(come.id())
                .addOffsetDateTime(ScheduleRows.at(round.due()))
                .addInteger(round.started())
                .addInteger(round.busy())
                .addInteger(round.refused())
                .addInteger(round.skipped())
                .addString(beginAfter.map(Place::name).orElse(null))
                .addString(beginAfter.map(Place::armId).orElse(null)))
        .compose(_ -> ScheduleStore.setTurn(c, come.tenant(), come.id(), next));
  }
}
