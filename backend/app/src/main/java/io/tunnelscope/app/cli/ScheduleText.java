package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Schedules for people. */
final class ScheduleText {
  private ScheduleText() {}

  static String one(JsonNode schedule, Words words) {
    return "%s  %s%n%s  %s  %s%n%s%n"
        .formatted(
            schedule.path("id").asText(),
            Ink.harmless(schedule.path("targets").asText()),
            schedule.path("cron").asText(),
            schedule.path("timeZone").asText(),
            Ink.harmless(schedule.path("description").asText()),
            schedule.path("state").asText().equals("ON")
                ? words.of("next: %s UTC", "다음: %s UTC").formatted(next(schedule, words))
                : next(schedule, words));
  }

  static String table(JsonNode schedules, Words words) {
    var rows = new ArrayList<List<String>>();
    for (var schedule : schedules) {
      rows.add(
          List.of(
              schedule.path("id").asText(),
              Ink.harmless(schedule.path("targets").asText()),
              schedule.path("cron").asText() + " " + schedule.path("timeZone").asText(),
              next(schedule, words),
              last(schedule.path("last"), words)));
    }
    return Columns.table(
        List.of(
            "ID",
            words.of("TARGETS", "대상"),
            words.of("WHEN", "시각"),
            words.of("NEXT (UTC)", "다음 (UTC)"),
            words.of("LAST TIME", "지난번")),
        rows);
  }

  private static String next(JsonNode schedule, Words words) {
    return switch (schedule.path("state").asText()) {
      case "PAUSED" -> words.of("paused", "일시 중지됨");
      case "STOPPED" -> stopped(schedule, words);
      default -> Times.at(schedule.at("/next/0").asText());
    };
  }

  private static String stopped(JsonNode schedule, Words words) {
    var name = Ink.harmless(schedule.path("startsAs").asText());
    var why = schedule.path("stoppedText").asText();
    return why.isEmpty()
        ? words
            .of("stopped: %s may not start runs any more", "중단됨: %s 님에게 더 이상 점검을 시작할 권한이 없습니다")
            .formatted(name)
        : words.of("stopped: %s %s", "중단됨: %s - %s").formatted(name, why);
  }

  private static String last(JsonNode round, Words words) {
    if (round.isMissingNode()) {
      return words.of("not yet", "아직 없음");
    }
    var text =
        new StringBuilder(
            words.of("%d started", "%d건 시작").formatted(round.path("started").asInt()));
    if (round.path("skipped").asInt() > 0) {
      text.append(
          words.of(", %d times left out", ", %d회 건너뜀").formatted(round.path("skipped").asInt()));
    }
    if (round.path("busy").asInt() > 0) {
      text.append(words.of(", %d still busy", ", %d건 진행 중").formatted(round.path("busy").asInt()));
    }
    if (round.path("refused").asInt() > 0) {
      text.append(words.of(", %d refused", ", %d건 거절됨").formatted(round.path("refused").asInt()));
    }
    return text.toString();
  }
}
