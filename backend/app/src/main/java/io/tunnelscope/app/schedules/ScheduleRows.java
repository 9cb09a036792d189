package io.tunnelscope.app.schedules;

import static java.util.stream.Collectors.joining;

import io.tunnelscope.app.gateways.TargetStore.Place;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.schedules.Schedule.State;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Schedules between Java and Postgres. */
final class ScheduleRows {
  /** Of roles. */
  static final List<String> STARTERS =
      Arrays.stream(Role.values())
          .filter(role -> role.may(Permission.START_RUN))
          .map(Role::wire)
          .toList();

  /**
   * Schedules s with their ticks t and, as {@code lost}, why their makers may not start runs: NULL
   * while they may.
   */
  static final String SELECT =
      """
      SELECT s.*, now() AS now, t.due_at, t.next_at, t.turn_of, t.place_name, t.place_key, t.wrapped,
             t.started, t.busy, t.skipped, right_of.role, right_of.lost
      FROM schedule s
      LEFT JOIN schedule_tick t ON t.tenant_id = s.tenant_id AND t.schedule_id = s.schedule_id
      LEFT JOIN membership m ON s.maker_kind = 'person' AND m.tenant_id = s.tenant_id AND m.person_id = s.maker_id
      LEFT JOIN api_token k ON s.maker_kind = 'token' AND k.tenant_id = s.tenant_id AND k.token_id = s.maker_id
      CROSS JOIN LATERAL (SELECT coalesce(m.role, k.role) AS role, CASE
             WHEN s.maker_kind = 'person' AND m.person_id IS NULL THEN 'left'
             WHEN m.deactivated_at IS NOT NULL THEN 'deactivated'
             WHEN s.maker_kind = 'token' AND (k.token_id IS NULL OR k.revoked_at IS NOT NULL) THEN 'token-revoked'
             WHEN k.expires_at <= now() THEN 'token-expired'
             WHEN coalesce(m.role, k.role) NOT IN (%s) THEN 'role'
             END AS lost) right_of
      """
          .formatted(STARTERS.stream().map(role -> "'" + role + "'").collect(joining(", ")));

  private ScheduleRows() {}

  /**
   * As it is, not as it was written down last: what has lost its maker's right is STOPPED, and in
   * the version that it will have once a node has written that down.
   */
  static Schedule toSchedule(Row row) {
    var state = State.valueOf(row.getString("state"));
    var lost = Optional.ofNullable(row.getString("lost")).flatMap(Lost::parse);
    boolean stopsNow = state == State.ON && lost.isPresent();
    return new Schedule(
        row.getUUID("schedule_id"),
        row.getInteger("version") + (stopsNow ? 1 : 0),
        toPlan(row),
        stopsNow ? State.STOPPED : state,
        state == State.PAUSED
            ? Optional.empty()
            : Optional.ofNullable(row.getString("stopped_because"))
                .flatMap(Lost::parse)
                .or(() -> lost),
        new Schedule.Maker(
            Principal.Kind.valueOf(row.getString("maker_kind").toUpperCase(Locale.ROOT)),
            row.getUUID("maker_id"),
            row.getString("maker_name")),
        instant(row, "created_at"),
        stopsNow ? Optional.empty() : turn(row),
        row.getOffsetDateTime("last_due_at") == null ? Optional.empty() : Optional.of(round(row)),
        place(row, "begin_after_name", "begin_after_key"));
  }

  /** Empty while it is not on. */
  static Optional<Plan.Turn> turn(Row row) {
    return row.getOffsetDateTime("due_at") == null
        ? Optional.empty()
        : Optional.of(new Plan.Turn(instant(row, "due_at"), instant(row, "next_at")));
  }

  private static Plan toPlan(Row row) {
    return new Plan(
        row.getString("targets"),
        CronTimes.parse(row.getString("cron")).orElseThrow(),
        ZoneId.of(row.getString("time_zone")),
        row.getInteger("jitter_seconds"),
        Missed.parse(row.getString("missed")).orElseThrow(),
        row.getBoolean("active"));
  }

  private static Schedule.Round round(Row row) {
    return new Schedule.Round(
        instant(row, "last_due_at"),
        row.getInteger("last_started"),
        row.getInteger("last_busy"),
        row.getInteger("last_refused"),
        Optional.ofNullable(row.getInteger("last_skipped")).orElse(0));
  }

  /** Of the turn that is due. */
  static Progress progress(Row row) {
    var due = instant(row, "due_at");
    var of = row.getOffsetDateTime("turn_of");
    return of == null || !of.toInstant().equals(due)
        ? Progress.none(due)
        : new Progress(
            true,
            new Schedule.Round(
                due,
                row.getInteger("started"),
                row.getInteger("busy"),
                0,
                row.getInteger("skipped")),
            place(row, "place_name", "place_key"),
            row.getBoolean("wrapped"));
  }

  private static Optional<Place> place(Row row, String name, String key) {
    return Optional.ofNullable(row.getString(name))
        .map(there -> new Place(there, row.getString(key)));
  }

  /** For the audit. */
  static JsonObject json(Plan plan, Schedule.State state) {
    return new JsonObject()
        .put("targets", plan.targets())
        .put("cron", plan.cron().text())
        .put("timeZone", plan.zone().getId())
        .put("jitterSeconds", plan.jitterSeconds())
        .put("missed", plan.missed().wire())
        .put("active", plan.active())
        .put("state", state.name());
  }

  static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
