package io.tunnelscope.app.schedules;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.Set;

/**
 * The times that a cron expression names: minute, hour, day of the month, month, day of the week,
 * as in crontab(5). Immutable; any thread.
 *
 * <p>Where clocks are put forward, a time that is skipped is made up for as they are; where they
 * are put back, a time that comes twice counts once, the first time. What runs in every hour, and
 * what runs every so many minutes, goes on in real time instead. The library knows the calendar
 * alone here: with a zone that has summer time it leaves out the whole day on which a time is
 * skipped.
 */
final class CronTimes {
  private static final int LONGEST = 100;
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0-23");

  private final Cron cron;
  private final ExecutionTime calendar;
  private final boolean madeUpFor;
  private final boolean once;

  private CronTimes(Cron cron) {
    this.cron = cron;
    this.calendar = ExecutionTime.forCron(cron);
    var fields = cron.asString().split(" ", 3);
    this.madeUpFor = !EVERY_HOUR.contains(fields[1]);
    this.once = madeUpFor && !fields[0].startsWith("*");
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
    var rules = zone.getRules();
    var offset = rules.getOffset(time);
    var from = notASecondTime(LocalDateTime.ofInstant(time, offset), rules, time);
    var end = Optional.ofNullable(rules.nextTransition(time));
    while (true) {
      var local = next(from);
      if (local.isEmpty()) {
        return Optional.empty();
      }
      var found = local.get().toInstant(offset);
      if (end.isEmpty() || found.isBefore(end.get().getInstant())) {
        return Optional.of(found);
      }
      var change = end.get();
      if (madeUpFor && change.isGap() && local.get().isBefore(change.getDateTimeAfter())) {
        return Optional.of(change.getInstant());
      }
      from = justBefore(begin(change));
      offset = change.getOffsetAfter();
      end = Optional.ofNullable(rules.nextTransition(change.getInstant()));
    }
  }

  /** As the clocks on the wall say; there is no zone in it. */
  private Optional<LocalDateTime> next(LocalDateTime from) {
    return calendar.nextExecution(from.atZone(ZoneOffset.UTC)).map(next -> next.toLocalDateTime());
  }

  /** What the wall clock says when it is of interest again after it was changed. */
  private LocalDateTime begin(ZoneOffsetTransition change) {
    return once && change.isOverlap() ? change.getDateTimeBefore() : change.getDateTimeAfter();
  }

  /** In the hour that comes again nothing is of interest that has been there before. */
  private LocalDateTime notASecondTime(LocalDateTime local, ZoneRules rules, Instant time) {
    var change = rules.previousTransition(time.plusNanos(1)); // that moment itself counts
    if (change == null) {
      return local;
    }
    var begin = justBefore(begin(change));
    return local.isBefore(begin) ? begin : local;
  }

  /** The library looks for what is later than a time. */
  private static LocalDateTime justBefore(LocalDateTime local) {
    return local.minusSeconds(1);
  }

  String text() {
    return cron.asString();
  }

  /** In words, where it is a usual one. */
  String description(Language language) {
    return CronWords.of(text()).in(language);
  }
}
