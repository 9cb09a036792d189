package io.tunnelscope.app.schedules;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The times that a cron expression names: minute, hour, day of the month, month, day of the week,
 * as in crontab(5). Immutable; any thread.
 */
final class CronTimes {
  private static final int LONGEST = 100;
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final Cron cron;
  private final ExecutionTime times;

  private CronTimes(Cron cron) {
    this.cron = cron;
    this.times = ExecutionTime.forCron(cron);
  }

  /** Empty for what is no such expression. */
  static Optional<CronTimes> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(new CronTimes(PARSER.parse(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Empty where there is none, like the 30th of February. */
  Optional<Instant> after(Instant time, ZoneId zone) {
    return times.nextExecution(time.atZone(zone)).map(next -> next.toInstant());
  }

  String text() {
    return cron.asString();
  }

  /** In words, where it is a usual one. */
  String description(Language language) {
    return CronWords.of(text()).in(language);
  }
}
