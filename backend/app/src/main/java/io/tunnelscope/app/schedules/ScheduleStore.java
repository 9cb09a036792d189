package io.tunnelscope.app.schedules;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.schedules.Schedule.Maker;
import io.tunnelscope.app.schedules.Schedule.State;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Schedules as people write them. When they are due is the matter of {@link TurnStore}. */
public final class ScheduleStore {
  /** Of one tenant. */
  public static final int MOST = 500;

  private final Db db;
  private final AuditLog audit;

  public ScheduleStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** Fails with {@link Refusal.Conflict} when the tenant has as many as it may have. */
  Future<Schedule> add(Principal who, Origin origin, UUID id, Plan plan, Optional<Plan.Turn> next) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            refuseTooMany(c, tenant)
                .compose(_ -> maker(c, who))
                .compose(maker -> insert(c, tenant, id, plan, maker))
                .compose(_ -> setTurn(c, tenant, id, next))
                .compose(
                    _ ->
                        audit.record(
                            c,
                            who,
                            origin,
                            "schedule.add",
                            Optional.of(id.toString()),
                            new JsonObject().put("after", ScheduleRows.json(plan, State.ON))))
                .compose(_ -> existing(c, tenant, id)));
  }

  /**
   * From now on the runs are started by the right of whoever asks. Fails with {@link
   * Refusal.NotFound}, and with {@link Refusal.Conflict} when it was changed since it was read.
   *
   * @param seen the version that was read; empty: whatever is there is written over
   */
  Future<Schedule> replace(
      Principal who,
      Origin origin,
      UUID id,
      Optional<Integer> seen,
      Plan plan,
      State state,
      Optional<Plan.Turn> next) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            existing(c, tenant, id)
                .compose(before -> unchanged(before, seen))
                .compose(
                    before ->
                        maker(c, who)
                            .compose(maker -> update(c, tenant, before, plan, state, maker))
                            .compose(_ -> setTurn(c, tenant, id, next))
                            .compose(
                                _ ->
                                    audit.record(
                                        c,
                                        who,
                                        origin,
                                        "schedule.change",
                                        Optional.of(id.toString()),
                                        new JsonObject()
                                            .put("before", json(before))
                                            .put("after", ScheduleRows.json(plan, state)))))
                .compose(_ -> existing(c, tenant, id)));
  }

  private static Future<Schedule> unchanged(Schedule now, Optional<Integer> seen) {
    return seen.isEmpty() || seen.get() == now.version()
        ? Future.succeededFuture(now)
        : Future.failedFuture(new Refusal.Conflict(changed(now)));
  }

  /** Whoever changed it last is its maker; nobody is where it has stopped by itself. */
  private static Text changed(Schedule now) {
    var name = now.maker().name();
    return now.state() == State.STOPPED
        ? new Text(
            "The schedule has stopped since you read it: " + name + " may not start runs any more.",
            "읽은 뒤에 일정이 중단되었습니다. " + name + " 님은 더 이상 점검을 시작할 수 없습니다.")
        : new Text(
            name + " has changed the schedule since you read it.",
            "읽은 뒤에 " + name + " 님이 일정을 변경했습니다.");
  }

  /** Runs that it has started stay. Fails with {@link Refusal.NotFound}. */
  Future<Void> remove(Principal who, Origin origin, UUID id) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            existing(c, tenant, id)
                .compose(
                    before ->
                        c.preparedQuery(
                                "DELETE FROM schedule WHERE tenant_id = $1 AND schedule_id = $2")
                            .execute(Tuple.of(tenant.value(), id))
                            .compose(
                                _ ->
                                    audit.record(
                                        c,
                                        who,
                                        origin,
                                        "schedule.remove",
                                        Optional.of(id.toString()),
                                        new JsonObject().put("before", json(before))))));
  }

  /** Fails with {@link Refusal.NotFound}. */
  Future<Schedule> get(TenantId tenant, UUID id) {
    return db.inTenant(
        tenant,
        c -> find(c, tenant, id, "").map(found -> found.orElseThrow(ScheduleStore::notFound)));
  }

  /**
   * The newest first, those older than the given one.
   *
   * @param stopped only those that have stopped by themselves
   */
  Future<List<Schedule>> list(TenantId tenant, Optional<UUID> before, boolean stopped, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    ScheduleRows.SELECT
                        + """
                        WHERE s.tenant_id = $1 AND ($2::uuid IS NULL OR s.schedule_id < $2)
                          AND (NOT $3 OR s.state = 'STOPPED' OR s.state = 'ON' AND right_of.lost IS NOT NULL)
                        ORDER BY s.schedule_id DESC LIMIT $4
                        """)
                .execute(Tuple.of(tenant.value(), before.orElse(null), stopped, limit))
                .map(rows -> Rows.all(rows, ScheduleRows::toSchedule)));
  }

  /** Held until the end of the transaction. */
  private static Future<Schedule> existing(SqlConnection c, TenantId tenant, UUID id) {
    return find(c, tenant, id, " FOR UPDATE OF s")
        .map(found -> found.orElseThrow(ScheduleStore::notFound));
  }

  private static Future<Optional<Schedule>> find(
      SqlConnection c, TenantId tenant, UUID id, String lock) {
    return c.preparedQuery(
            ScheduleRows.SELECT + " WHERE s.tenant_id = $1 AND s.schedule_id = $2" + lock)
        .execute(Tuple.of(tenant.value(), id))
        .map(rows -> Rows.atMostOne(rows, ScheduleRows::toSchedule));
  }

  private static Refusal notFound() {
    return new Refusal.NotFound(new Text("There is no such schedule.", "해당 일정을 찾을 수 없습니다."));
  }

  /** Of two that come at once both may get in: a bound, not a count to the last one. */
  private static Future<Void> refuseTooMany(SqlConnection c, TenantId tenant) {
    return c.preparedQuery("SELECT count(*) AS number FROM schedule WHERE tenant_id = $1")
        .execute(Tuple.of(tenant.value()))
        .compose(
            rows ->
                rows.iterator().next().getLong("number") < MOST
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new Refusal.Conflict(
                            new Text(
                                "The tenant has " + MOST + " schedules: remove one first.",
                                "테넌트의 일정이 이미 " + MOST + "개입니다. 먼저 하나를 삭제하세요."))));
  }

  /** Behind a token stands the person who made it, where there is one. */
  private static Future<Maker> maker(SqlConnection c, Principal who) {
    if (who.kind() != Principal.Kind.TOKEN) {
      return Future.succeededFuture(new Maker(who.kind(), who.id(), who.name()));
    }
    return c.preparedQuery(
            """
            SELECT m.person_id, m.name
            FROM api_token t
            JOIN membership m ON m.tenant_id = t.tenant_id AND m.person_id = t.owner_id
            WHERE t.tenant_id = $1 AND t.token_id = $2
            """)
        .execute(Tuple.of(who.tenant().value(), who.id()))
        .map(
            rows ->
                Rows.atMostOne(
                        rows,
                        row ->
                            new Maker(
                                Principal.Kind.PERSON,
                                row.getUUID("person_id"),
                                row.getString("name")))
                    .orElseGet(() -> new Maker(who.kind(), who.id(), who.name())));
  }

  private static Future<Void> insert(
      SqlConnection c, TenantId tenant, UUID id, Plan plan, Maker maker) {
    return c.preparedQuery(
            """
            INSERT INTO schedule (tenant_id, schedule_id, targets, cron, time_zone, jitter_seconds, missed,
                                  active, maker_kind, maker_id, maker_name, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'ON')
            """)
        .execute(values(tenant, id, plan, maker))
        .mapEmpty();
  }

  private static Future<Void> update(
      SqlConnection c, TenantId tenant, Schedule before, Plan plan, State state, Maker maker) {
    return c.preparedQuery(
            """
            UPDATE schedule
               SET targets = $3, cron = $4, time_zone = $5, jitter_seconds = $6, missed = $7, active = $8,
                   maker_kind = $9, maker_id = $10, maker_name = $11, state = $12,
                   version = $13, stopped_because = NULL
             WHERE tenant_id = $1 AND schedule_id = $2
            """)
        .execute(
            values(tenant, before.id(), plan, maker)
                .addString(state.name())
                .addInteger(before.version() + 1))
        .mapEmpty();
  }

  private static Tuple values(TenantId tenant, UUID id, Plan plan, Maker maker) {
    return Tuple.tuple()
        .addUUID(tenant.value())
        .addUUID(id)
        .addString(plan.targets())
        .addString(plan.cron().text())
        .addString(plan.zone().getId())
        .addInteger(plan.jitterSeconds())
        .addString(plan.missed().wire())
        .addBoolean(plan.active())
        .addString(maker.kind().name().toLowerCase(Locale.ROOT))
        .addUUID(maker.id())
        .addString(maker.name());
  }

  /** No turn takes it out of the round. */
  static Future<Void> setTurn(SqlConnection c, TenantId tenant, UUID id, Optional<Plan.Turn> next) {
    if (next.isEmpty()) {
      return c.preparedQuery("DELETE FROM schedule_tick WHERE tenant_id = $1 AND schedule_id = $2")
          .execute(Tuple.of(tenant.value(), id))
          .mapEmpty();
    }
    return c.preparedQuery(
            """
            INSERT INTO schedule_tick (tenant_id, schedule_id, due_at, next_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, schedule_id)
            DO UPDATE SET due_at = EXCLUDED.due_at, next_at = EXCLUDED.next_at
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                id,
                ScheduleRows.at(next.get().due()),
                ScheduleRows.at(next.get().at())))
        .mapEmpty();
  }

  private static JsonObject json(Schedule schedule) {
    return ScheduleRows.json(schedule.plan(), schedule.state());
  }
}
