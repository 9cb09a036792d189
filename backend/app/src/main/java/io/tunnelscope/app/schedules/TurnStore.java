package io.tunnelscope.app.schedules;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whose turn it is, by the clock of the database. Several nodes may take the same turn at once: it
 * is moved on once.
 */
final class TurnStore {
  /** Of any tenant. */
  record Due(TenantId tenant, UUID schedule) {}

  /**
   * A turn that has come.
   *
   * @param who starts the runs; absent when its maker may not any more
   */
  record Come(Schedule schedule, Plan.Turn turn, Optional<Principal> who, Instant now) {}

  private final Db db;
  private final AuditLog audit;

  TurnStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  @AcrossTenants("schedules of all tenants are looked through; ids and times only")
  Future<List<Due>> due(int most) {
    return db.system(
        "schedules",
        c ->
            c.preparedQuery(
                    """
                    SELECT tenant_id, schedule_id FROM schedule_tick
                    WHERE next_at <= now() ORDER BY next_at LIMIT $1
                    """)
                .execute(Tuple.of(most))
                .map(
                    rows ->
                        Rows.all(
                            rows,
                            row ->
                                new Due(
                                    new TenantId(row.getUUID("tenant_id")),
                                    row.getUUID("schedule_id")))));
  }

  /** Empty when somebody else was there before. */
  Future<Optional<Come>> come(TenantId tenant, UUID schedule) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT s.*, t.due_at, t.next_at, now() AS now,
                      (SELECT m.role FROM membership m
                       WHERE s.maker_kind = 'person' AND m.tenant_id = s.tenant_id
                         AND m.person_id = s.maker_id AND m.deactivated_at IS NULL
                       UNION ALL
                       SELECT k.role FROM api_token k
                       WHERE s.maker_kind = 'token' AND k.tenant_id = s.tenant_id AND k.token_id = s.maker_id
                         AND k.revoked_at IS NULL AND k.expires_at > now()) AS role
                    FROM schedule s
                    JOIN schedule_tick t ON t.tenant_id = s.tenant_id AND t.schedule_id = s.schedule_id
                    WHERE s.tenant_id = $1 AND s.schedule_id = $2 AND t.next_at <= now()
                    """)
                .execute(Tuple.of(tenant.value(), schedule))
                .map(
                    rows ->
                        Rows.atMostOne(
                            rows,
                            row -> {
                              var found = ScheduleRows.toSchedule(row);
                              return new Come(
                                  found,
                                  found.next().orElseThrow(),
                                  Optional.ofNullable(row.getString("role"))
                                      .flatMap(Role::parse)
                                      .flatMap(role -> starter(tenant, found.maker(), role)),
                                  ScheduleRows.instant(row, "now"));
                            })));
  }

  private static Optional<Principal> starter(TenantId tenant, Schedule.Maker maker, Role role) {
    return role.may(Permission.START_RUN)
        ? Optional.of(
            new Principal(
                tenant,
                maker.kind(),
                maker.id(),
                maker.name(),
                role,
                Set.of(Permission.READ, Permission.START_RUN)))
        : Optional.empty();
  }

  /** On to the next turn; nothing happens when another node did so. */
  Future<Void> moveOn(
      TenantId tenant, Come come, Optional<Schedule.Round> round, Optional<Plan.Turn> next) {
    return db.inTenant(
        tenant,
        c ->
            taken(c, tenant, come)
                .compose(
                    first ->
                        first
                            ? note(c, tenant, come, round)
                                .compose(
                                    _ ->
                                        ScheduleStore.setTurn(
                                            c, tenant, come.schedule().id(), next))
                            : Future.succeededFuture()));
  }

  /** The maker may not start runs any more: nobody does, until somebody writes the plan anew. */
  Future<Void> stop(TenantId tenant, Come come) {
    var id = come.schedule().id();
    return db.inTenant(
        tenant,
        c ->
            taken(c, tenant, come)
                .compose(
                    first ->
                        first
                            ? c.preparedQuery(
                                    """
                                    UPDATE schedule SET state = 'STOPPED'
                                    WHERE tenant_id = $1 AND schedule_id = $2
                                    """)
                                .execute(Tuple.of(tenant.value(), id))
                                .compose(
                                    _ -> ScheduleStore.setTurn(c, tenant, id, Optional.empty()))
                                .compose(
                                    _ ->
                                        audit.record(
                                            c,
                                            Principal.system(tenant),
                                            "schedule.stop",
                                            Optional.of(id.toString()),
                                            new JsonObject()
                                                .put("maker", come.schedule().maker().name())
                                                .put("reason", "maker-may-not-start-runs")))
                            : Future.succeededFuture()));
  }

  /** Holds the turn as it was seen; false when it has been moved or changed since. */
  private static Future<Boolean> taken(SqlConnection c, TenantId tenant, Come come) {
    return c.preparedQuery(
            """
            SELECT 1 FROM schedule_tick
            WHERE tenant_id = $1 AND schedule_id = $2 AND due_at = $3 AND next_at <= now()
            FOR UPDATE
            """)
        .execute(Tuple.of(tenant.value(), come.schedule().id(), ScheduleRows.at(come.turn().due())))
        .map(rows -> rows.size() == 1);
  }

  private static Future<Void> note(
      SqlConnection c, TenantId tenant, Come come, Optional<Schedule.Round> round) {
    if (round.isEmpty()) {
      return Future.succeededFuture();
    }
    var went = round.get();
    return c.preparedQuery(
            """
            UPDATE schedule SET last_due_at = $3, last_started = $4, last_busy = $5, last_refused = $6
            WHERE tenant_id = $1 AND schedule_id = $2
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                come.schedule().id(),
                ScheduleRows.at(went.due()),
                went.started(),
                went.busy(),
                went.refused()))
        .mapEmpty();
  }

  /**
   * Notes the run as the latest of that schedule and target, in the transaction that queues it.
   * Fails with {@link Refusal.Conflict} while the one before is open.
   */
  Future<Void> onlyOne(SqlConnection c, TenantId tenant, UUID schedule, ArmId target, RunId run) {
    return c.preparedQuery(
            """
            INSERT INTO schedule_run (tenant_id, schedule_id, target_key, run_id)
            VALUES ($1, $2, lower($3), $4)
            ON CONFLICT (tenant_id, schedule_id, target_key) DO UPDATE SET run_id = EXCLUDED.run_id
            WHERE NOT EXISTS (
              SELECT FROM run
              WHERE run.tenant_id = $1 AND run.run_id = schedule_run.run_id
                AND run.state IN ('QUEUED', 'RUNNING'))
            """)
        .execute(Tuple.of(tenant.value(), schedule, target.value(), run.value()))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new Refusal.Conflict(
                            new Text(
                                "The run that this schedule started before is not finished.",
                                "이 일정이 이전에 시작한 실행이 아직 끝나지 않았습니다."))));
  }
}
