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
 * <p>Of the day of the month and the day of the week one is enough where both are restricted. A
 * field that begins with an asterisk is not, whatever follows: then both must fit. The library
 * takes {@code *}{@code /10} for a restriction, so it is asked for the one and then for the other.
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

  /** Within so many years each day comes on each weekday, also the 29th of February around 2100. */
  private static final int HORIZON = 40;

  private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0-23");

  private final Cron cron;
  private final ExecutionTime calendar;
  private final Optional<ExecutionTime> weekdays;
  private final boolean madeUpFor;
  private final boolean once;

  private CronTimes(Cron cron) {
    this.cron = cron;
    var fields = cron.asString().split(" ");
    this.weekdays = bothMustFit(fields[2], fields[4]) ? weekdays(fields[4]) : Optional.empty();
    this.calendar = ExecutionTime.forCron(weekdays.isPresent() ? onEachWeekday(fields) : cron);
    this.madeUpFor = !EVERY_HOUR.contains(fields[1]);
    this.once = madeUpFor && !fields[0].startsWith("*");
  }

  /** Whether they must though both say more than an asterisk. */
  private static boolean bothMustFit(String day, String weekday) {
    return (day.startsWith("*") || weekday.startsWith("*"))
        && !day.equals("*")
        && !weekday.equals("*");
  }

  private static Optional<ExecutionTime> weekdays(String field) {
    return Optional.of(ExecutionTime.forCron(PARSER.parse("* * * * " + field)));
  }

  private static Cron onEachWeekday(String[] fields) {
    return PARSER.parse(String.join(" ", fields[0], fields[1], fields[2], fields[3], "*"));
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
    var horizon = from.plusYears(HORIZON);
    var found = next(calendar, from);
    while (found.isPresent() && !isOnItsWeekday(found.get())) {
      var tomorrow = found.get().toLocalDate().plusDays(1).atStartOfDay();
      found = next(calendar, justBefore(tomorrow)).filter(time -> !time.isAfter(horizon));
    }
    return found;
  }

  private boolean isOnItsWeekday(LocalDateTime time) {
    return weekdays.isEmpty()
        || next(weekdays.get(), justBefore(time)).filter(time::equals).isPresent();
  }

  private static Optional<LocalDateTime> next(ExecutionTime calendar, LocalDateTime from) {
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
