package io.tunnelscope.core.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  static final int WITHIN = 120;

  /** Since 1970, as journals and shippers count: seconds, and whatever smaller unit goes on. */
  private static final Pattern EPOCH =
      Pattern.compile("^(1\\d{9})(?:\\.(\\d{1,9})(?:\\s|$)|((?:\\d{3}){0,3})(?:,|$))");

  /** A row of JSON says by name what its time is. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\"(?:time|TimeGenerated(?: \\[UTC])?|@?timestamp|ts)\"\\s?:\\s?\"([^\"]{10,40})\"");

  /** A field of a row of CSV, wherever it stands. */
  private static final Pattern COLUMN =
      Pattern.compile(
          ",\"?(\\d{4}-\\d{2}-\\d{2}T[0-9:.]{8,18}Z|\\d{1,2}/\\d{1,2}/\\d{4},? [0-9:.]{7,18} [AP]M)\"?(?:,|$)");

  /** FortiGate names the zone of its date and time at some other place of the line. */
  private static final Pattern FORTIGATE_ZONE = Pattern.compile("\\btz=\"?([+-]\\d{2}:?\\d{2})");

  private static final List<Form> FORMS =
      List.of(
          // RFC 3339, journald, FortiGate's date= time=, Python's comma
          Form.of(
              "(?<year>\\d{4})[-/](?<month>\\d{2})[-/](?<day>\\d{2})(?:[T ]|, |\"?,? time=\"?)"
                  + CLOCK
                  + "\\s?(?<zone>Z|[+-]\\d{2}:?\\d{2})?"),
          // Log Analytics, as its pages write it
          Form.of(
              "\\b(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4}),? "
                  + CLOCK
                  + " (?<half>[AP]M)\\b"),
          // WFP traces: month first
          Form.of("(?<month>\\d{2})/(?<day>\\d{2})/(?<year>\\d{4})-" + CLOCK),
          // syslog of RFC 3164, with the year before or behind where a device adds it; RouterOS
          Form.of(
              MONTH
                  + "[ /]{1,2}(?<day>\\d{1,2})[ /,]{1,2}(?:(?<year>\\d{4}) )?"
                  + CLOCK
                  + "(?: (?<yearBehind>20\\d{2})\\b)?"));

  /**
   * A way to write a time.
   *
   * @param parts the numbers of the pattern's groups; to look them up in each match takes longer
   *     than to read the rest
   */
  private record Form(Pattern pattern, Map<String, Integer> parts) {

    static Form of(String regex) {
      var pattern = Pattern.compile(regex);
      return new Form(pattern, pattern.namedGroups());
    }

    Optional<Match> in(String text) {
      var found = pattern.matcher(text);
      return found.find() ? Optional.of(new Match(found, parts)) : Optional.empty();
    }
  }

  private record Match(Matcher found, Map<String, Integer> parts) {

    Optional<String> part(String name) {
      return Optional.ofNullable(parts.get(name)).map(found::group);
    }

    int number(String name) {
      return part(name).map(Integer::parseInt).orElseThrow();
    }
  }

  private LogTime() {}

  /**
   * Empty when the line bears no time in its beginning.
   *
   * @param observedAt when the line is read, in the zone of its writer
   */
  public static Optional<Instant> of(String line, ZonedDateTime observedAt) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    var first = line.charAt(0);
    if (first == '1') {
      var epoch = epoch(line);
      if (epoch.isPresent()) {
        return epoch;
      }
    }
    var named = first == '{' ? NAMED.matcher(line) : null;
    if (named != null && named.find()) {
      var told = inBeginning(named.group(1), observedAt);
      if (told.isPresent()) {
        return told;
      }
    }
    return inBeginning(line, observedAt).or(() -> inColumn(line, observedAt));
  }

  private static Optional<Instant> epoch(String line) {
    var found = EPOCH.matcher(line);
    if (!found.find()) {
      return Optional.empty();
    }
    var fraction = found.group(2) == null ? found.group(3) : found.group(2);
    return Optional.of(Instant.ofEpochSecond(Long.parseLong(found.group(1)), nanos(fraction)));
  }

  private static Optional<Instant> inBeginning(String line, ZonedDateTime observedAt) {
    var beginning = line.length() > WITHIN ? line.substring(0, WITHIN) : line;
    for (var form : FORMS) {
      var found = form.in(beginning);
      if (found.isPresent()) {
        return read(found.get(), line, observedAt);
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> inColumn(String line, ZonedDateTime observedAt) {
    if (line.length() <= WITHIN || line.indexOf(',') < 0) {
      return Optional.empty();
    }
    var found = COLUMN.matcher(line);
    return found.find() ? inBeginning(found.group(1), observedAt) : Optional.empty();
  }

  private static ZonedDateTime inZoneOf(String line, ZonedDateTime observedAt) {
    var at = line.contains("time=") ? line.indexOf("tz=") : -1;
    var zone = at < 0 ? null : FORTIGATE_ZONE.matcher(line);
    return zone != null && zone.find(at)
        ? observedAt.withZoneSameInstant(ZoneOffset.of(zone.group(1)))
        : observedAt;
  }

  private static Optional<Instant> read(Match found, String line, ZonedDateTime readAt) {
    try {
      var observedAt = inZoneOf(line, readAt);
      var year = found.part("year").or(() -> found.part("yearBehind"));
      var at = local(found, year.map(Integer::parseInt).orElse(yearOf(observedAt)));
      var zone = found.part("zone").map(ZoneId::of).orElse(observedAt.getZone());
      var stamped = at.atZone(zone);
      var inFuture = year.isEmpty() && stamped.isAfter(observedAt.plusDays(1));
      return Optional.of((inFuture ? stamped.minusYears(1) : stamped).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static LocalDateTime local(Match found, int year) {
    var month =
        found.part("month").map(Integer::parseInt).or(() -> found.part("name").map(LogTime::month));
    return LocalDateTime.of(
        year,
        month.orElseThrow(),
        found.number("day"),
        hour(found),
        found.number("minute"),
        found.number("second"),
        found.part("fraction").map(LogTime::nanos).orElse(0));
  }

  private static int hour(Match found) {
    var hour = found.number("hour");
    return found
        .part("half")
        .map(half -> hour > 12 ? 24 : hour % 12 + (half.equals("PM") ? 12 : 0))
        .orElse(hour);
  }

  /** Of the digits behind the point of a second. */
  private static int nanos(String fraction) {
    return Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static int month(String name) {
    return "janfebmaraprmayjunjulaugsepoctnovdec".indexOf(name.toLowerCase(Locale.ROOT)) / 3 + 1;
  }

  private static int yearOf(ZonedDateTime observedAt) {
    return observedAt.getYear();
  }
}
