package io.tunnelscope.app.schedules;

import io.tunnelscope.app.refusal.Text;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The usual cron expressions in words. The library that reads them can do so as well, but what it
 * says in Korean nobody would say.
 */
final class CronWords {
  private static final Pattern EVERY_SO_MANY_MINUTES =
      Pattern.compile("(?:\\*/(\\d{1,2})|\\*) \\* \\* \\* \\*");
  private static final Pattern HOURLY = Pattern.compile("(\\d{1,2}) \\* \\* \\* \\*");
  private static final Pattern AT_A_TIME =
      Pattern.compile("(\\d{1,2}) (\\d{1,2}) \\* \\* (\\*|1-5|[0-7])");
  private static final List<Text> DAYS =
      List.of(
          new Text("Sunday", "일요일"),
          new Text("Monday", "월요일"),
          new Text("Tuesday", "화요일"),
          new Text("Wednesday", "수요일"),
          new Text("Thursday", "목요일"),
          new Text("Friday", "금요일"),
          new Text("Saturday", "토요일"));

  private CronWords() {}

  /** The expression itself, where it is none of the usual ones. */
  static Text of(String cron) {
    return minutes(cron)
        .or(() -> hourly(cron))
        .or(() -> atATime(cron))
        .orElseGet(() -> new Text(cron, cron));
  }

  private static Optional<Text> minutes(String cron) {
    return match(EVERY_SO_MANY_MINUTES, cron)
        .map(found -> found.group(1) == null ? 1 : Integer.parseInt(found.group(1)))
        .filter(n -> n > 0 && 60 % n == 0) // otherwise the last step of an hour is shorter
        .map(
            n ->
                n == 1
                    ? new Text("every minute", "1분마다")
                    : new Text("every " + n + " minutes", n + "분마다"));
  }

  private static Optional<Text> hourly(String cron) {
    return match(HOURLY, cron)
        .map(found -> Integer.parseInt(found.group(1)))
        .map(
            minute ->
                minute == 0
                    ? new Text("every hour", "매시 정각")
                    : new Text("every hour at minute " + minute, "매시 " + minute + "분"));
  }

  private static Optional<Text> atATime(String cron) {
    return match(AT_A_TIME, cron)
        .map(
            found -> {
              var time =
                  "%02d:%02d"
                      .formatted(
                          Integer.parseInt(found.group(2)), Integer.parseInt(found.group(1)));
              return switch (found.group(3)) {
                case "*" -> new Text("every day at " + time, "매일 " + time);
                case "1-5" -> new Text("Monday to Friday at " + time, "월요일부터 금요일까지 " + time);
                default -> onDay(DAYS.get(Integer.parseInt(found.group(3)) % 7), time);
              };
            });
  }

  private static Text onDay(Text day, String time) {
    return new Text("every " + day.english() + " at " + time, "매주 " + day.korean() + " " + time);
  }

  private static Optional<MatchResult> match(Pattern pattern, String cron) {
    var found = pattern.matcher(cron);
    return found.matches() ? Optional.of(found.toMatchResult()) : Optional.empty();
  }
}
