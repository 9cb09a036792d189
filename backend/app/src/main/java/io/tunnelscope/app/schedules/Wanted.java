package io.tunnelscope.app.schedules;

import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.refusal.Text;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** A plan as it is asked for. */
record Wanted(
    String targets,
    CronTimes cron,
    Optional<ZoneId> zone,
    int jitterSeconds,
    Missed missed,
    boolean active) {
  private static final int LONGEST_TARGETS = 512;

  static Wanted from(Fields fields) {
    var targets =
        fields.parsed(
            "targets",
            text -> Pick.parse(text).filter(_ -> text.length() <= LONGEST_TARGETS).map(_ -> text),
            "a target, gateway/*, tag:key, tag:key:value or *",
            "대상 이름, gateway/*, tag:키, tag:키:값, * 중 하나");
    var cron =
        fields.parsed(
            "cron",
            CronTimes::parse,
            "minute, hour, day of the month, month and day of the week, like */15 8-18 * * 1-5",
            "분, 시, 일, 월, 요일로 된 식 (예: */15 8-18 * * 1-5)");
    var zone =
        fields
            .optionalText("timeZone")
            .map(
                text -> {
                  var named = zone(text);
                  if (named.isEmpty()) {
                    fields.complainAbout(
                        "timeZone",
                        new Text(
                            "must be the name of a time zone, like Asia/Seoul",
                            "Asia/Seoul과 같은 시간대 이름이어야 합니다"));
                  }
                  return named;
                })
            .orElse(Optional.empty());
    var jitter = fields.optionalNumber("jitterSeconds", 0, Plan.MOST_JITTER).orElse(0);
    var missed =
        fields
            .optionalText("missed")
            .map(
                text -> {
                  var known = Missed.parse(text);
                  if (known.isEmpty()) {
                    fields.complainAbout(
                        "missed", new Text("must be skip or once", "skip 또는 once여야 합니다"));
                  }
                  return known.orElse(Missed.SKIP);
                })
            .orElse(Missed.SKIP);
    var active = fields.flag("active", false);
    fields.throwIfInvalid();
    return new Wanted(targets.orElseThrow(), cron.orElseThrow(), zone, jitter, missed, active);
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text))
          .filter(zone -> ZoneId.getAvailableZoneIds().contains(zone.getId()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  Pick pick() {
    return Pick.parse(targets).orElseThrow();
  }

  Plan in(ZoneId zone) {
    return new Plan(targets, cron, zone, jitterSeconds, missed, active);
  }
}
