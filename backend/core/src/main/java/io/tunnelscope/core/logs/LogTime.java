package io.tunnelscope.core.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time a line bears, in whichever of the usual ways its writer or a syslog daemon put it there.
 * Without a zone it is of the zone of the reader's "now"; without a year of the last such day.
 */
public final class LogTime {

  private static final String CLOCK =
      "(?<hour>\\d{1,2}):(?<minute>\\d{2}):(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?";
  private static final String MONTH =
      "(?<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";

  /** How far into a line its time is looked for. */
  private static final int WITHIN = 120;

  private static final List<Pattern> FORMS =
      List.of(
          // RFC 3339, journald, FortiGate's date= time=, Python's comma
          Pattern.compile(
              "(?<year>\\d{4})[-/](?<month>\\d{2})[-/](?<day>\\d{2})(?:[T ]|,? time=)"
                  + CLOCK
                  + "\\s?(?<zone>Z|[+-]\\d{2}:?\\d{2})?"),
          // WFP traces: month first
          Pattern.compile("(?<month>\\d{2})/(?<day>\\d{2})/(?<year>\\d{4})-" + CLOCK),
          // syslog of RFC 3164, with the year before or behind where a device adds it; RouterOS
          Pattern.compile(
              MONTH
                  + "[ /]{1,2}(?<day>\\d{1,2})[ /,]{1,2}(?:(?<year>\\d{4}) )?"
                  + CLOCK
                  + "(?: (?<yearBehind>20\\d{2})\\b)?"));

  private LogTime() {}

  /**
   * Empty when the line bears no time in its beginning.
   *
   * @param observedAt when the line is read, in the zone of its writer
   */
  public static Optional<Instant> of(String line, ZonedDateTime observedAt) {
    var beginning = line.length() > WITHIN ? line.substring(0, WITHIN) : line;
    for (var form : FORMS) {
      var found = form.matcher(beginning);
      if (found.find()) {
        return read(found, observedAt);
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> read(Matcher found, ZonedDateTime observedAt) {
    try {
      var year = group(found, "year").or(() -> group(found, "yearBehind"));
      var at = local(found, year.map(Integer::parseInt).orElse(yearOf(observedAt)));
      var zone = group(found, "zone").map(ZoneId::of).orElse(observedAt.getZone());
      var stamped = at.atZone(zone);
      var inFuture = year.isEmpty() && stamped.isAfter(observedAt.plusDays(1));
      return Optional.of((inFuture ? stamped.minusYears(1) : stamped).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static LocalDateTime local(Matcher found, int year) {
    var month =
        group(found, "month")
            .map(Integer::parseInt)
            .or(() -> group(found, "name").map(LogTime::month));
    var nanos = group(found, "fraction").map(digits -> (digits + "00000000").substring(0, 9));
    return LocalDateTime.of(
        year,
        month.orElseThrow(),
        Integer.parseInt(found.group("day")),
        Integer.parseInt(found.group("hour")),
        Integer.parseInt(found.group("minute")),
        Integer.parseInt(found.group("second")),
        nanos.map(Integer::parseInt).orElse(0));
  }

  private static int month(String name) {
    return "janfebmaraprmayjunjulaugsepoctnovdec".indexOf(name.toLowerCase(Locale.ROOT)) / 3 + 1;
  }

  private static int yearOf(ZonedDateTime observedAt) {
    return observedAt.getYear();
  }

  private static Optional<String> group(Matcher found, String name) {
    return found.namedGroups().containsKey(name)
        ? Optional.ofNullable(found.group(name))
        : Optional.empty();
  }
}
