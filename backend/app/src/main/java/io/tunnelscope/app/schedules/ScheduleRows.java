package io.tunnelscope.app.schedules;

import io.tunnelscope.app.identity.Principal;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Schedules between Java and Postgres. */
final class ScheduleRows {
  static final String SELECT =
      """
      SELECT s.*, t.due_at, t.next_at
      FROM schedule s
      LEFT JOIN schedule_tick t ON t.tenant_id = s.tenant_id AND t.schedule_id = s.schedule_id
      """;

  private ScheduleRows() {}

  static Schedule toSchedule(Row row) {
    return new Schedule(
        row.getUUID("schedule_id"),
        toPlan(row),
        Schedule.State.valueOf(row.getString("state")),
        new Schedule.Maker(
            Principal.Kind.valueOf(row.getString("maker_kind").toUpperCase(Locale.ROOT)),
            row.getUUID("maker_id"),
            row.getString("maker_name")),
        instant(row, "created_at"),
        row.getOffsetDateTime("due_at") == null
            ? Optional.empty()
            : Optional.of(new Plan.Turn(instant(row, "due_at"), instant(row, "next_at"))),
        row.getOffsetDateTime("last_due_at") == null ? Optional.empty() : Optional.of(round(row)));
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
        row.getInteger("last_refused"));
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
