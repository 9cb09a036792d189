package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The days on which clocks are changed. Berlin: 29 March, 02:00 becomes 03:00 (01:00Z); 25 October,
 * 03:00 becomes 02:00 (01:00Z). New York: 8 March, 02:00 becomes 03:00 (07:00Z); 1 November, 02:00
 * becomes 01:00 (06:00Z). Lord Howe: 5 April, 02:00 becomes 01:30 (15:00Z of the 4th); 4 October,
 * 02:00 becomes 02:30 (15:30Z of the 3rd).
 */
class CronSummerTimeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // skipped times come as the clocks are put forward
        "30 2 * * *     | Europe/Berlin       | 2026-03-29 | 01:00Z",
        "0 2 * * *      | Europe/Berlin       | 2026-03-29 | 01:00Z",
        "0 3 * * *      | Europe/Berlin       | 2026-03-29 | 01:00Z",
        "0 2,3 * * *    | Europe/Berlin       | 2026-03-29 | 01:00Z",
        "30 1-3 * * *   | Europe/Berlin       | 2026-03-29 | 00:30Z 01:00Z 01:30Z",
        "30 2 * * 0     | Europe/Berlin       | 2026-03-29 | 01:00Z",
        "*/15 2 * * *   | Europe/Berlin       | 2026-03-29 | 01:00Z",
        "30 2 * * *     | America/New_York    | 2026-03-08 | 07:00Z",
        "15 2 * * *     | Australia/Lord_Howe | 2026-10-04 | 15:30Z",
        "30 2 * * *     | Australia/Lord_Howe | 2026-10-04 | 15:30Z",
        "45 2 * * *     | Australia/Lord_Howe | 2026-10-04 | 15:45Z",
        // times that come twice count once, the first time
        "30 2 * * *     | Europe/Berlin       | 2026-10-25 | 00:30Z",
        "0 2 * * *      | Europe/Berlin       | 2026-10-25 | 00:00Z",
        "0 3 * * *      | Europe/Berlin       | 2026-10-25 | 02:00Z",
        "30 1-3 * * *   | Europe/Berlin       | 2026-10-25 | 23:30Z 00:30Z 02:30Z",
        "0 */2 * * *    | Europe/Berlin       | 2026-10-25 | 22:00Z 00:00Z 03:00Z 05:00Z 07:00Z"
            + " 09:00Z 11:00Z 13:00Z 15:00Z 17:00Z 19:00Z 21:00Z",
        "30 1 * * *     | America/New_York    | 2026-11-01 | 05:30Z",
        "45 1 * * *     | Australia/Lord_Howe | 2026-04-05 | 14:45Z",
        "0 2 * * *      | Australia/Lord_Howe | 2026-04-05 | 15:30Z",
        // what runs every so many minutes goes on
        "*/15 2 * * *   | Europe/Berlin       | 2026-10-25 | 00:00Z 00:15Z 00:30Z 00:45Z 01:00Z"
            + " 01:15Z 01:30Z 01:45Z",
        // a zone without summer time
        "30 2 * * *     | Asia/Seoul          | 2026-03-29 | 17:30Z",
        "30 2 * * *     | Asia/Seoul          | 2026-10-25 | 17:30Z",
      })
  void shouldNameTheTimesOfTheDay(String cron, String zone, LocalDate day, String expected) {
    var there = ZoneId.of(zone);

    var times =
        between(
            cron,
            there,
            day.atStartOfDay(there).toInstant().minusSeconds(1),
            day.plusDays(1).atStartOfDay(there).toInstant());

    assertThat(times.stream().map(time -> time.toString().substring(11, 16) + "Z"))
        .containsExactly(expected.split(" "));
  }

  /** From whatever moment one looks, also from one that is no time of the expression. */
  @Test
  void shouldNotComeAgainInTheHourThatComesTwice() {
    var cron = CronTimes.parse("30 2 * * *").orElseThrow();
    var berlin = ZoneId.of("Europe/Berlin");

    assertThat(
            Stream.of("00:30:00", "00:30:04", "00:59:59", "01:00:00", "01:29:59", "01:30:00")
                .map(time -> cron.after(Instant.parse("2026-10-25T" + time + "Z"), berlin)))
        .containsOnly(Optional.of(Instant.parse("2026-10-26T01:30:00Z")));
  }

  @Test
  void shouldNotMissTheDayWhereverOneLooksFrom() {
    var cron = CronTimes.parse("30 2 * * *").orElseThrow();
    var berlin = ZoneId.of("Europe/Berlin");

    assertThat(
            Stream.of("2026-03-28T01:30:00Z", "2026-03-28T12:00:00Z", "2026-03-29T00:59:59Z")
                .map(time -> cron.after(Instant.parse(time), berlin)))
        .containsOnly(Optional.of(Instant.parse("2026-03-29T01:00:00Z")));
    assertThat(cron.after(Instant.parse("2026-03-29T01:00:00Z"), berlin))
        .contains(Instant.parse("2026-03-30T00:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "* * * * *, 60",
    "*/15 * * * *, 900",
    "30 * * * *, 3600",
    "0 */1 * * *, 3600",
  })
  void shouldGoOnInRealTime(String cron, long seconds) {
    for (var day : List.of("2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z")) {
      var from = Instant.parse(day).minusSeconds(7_200);
      var times = between(cron, ZoneId.of("Europe/Berlin"), from, from.plusSeconds(6 * 3_600));

      assertThat(times).hasSizeGreaterThan(4);
      for (int n = 1; n < times.size(); n++) {
        assertThat(times.get(n)).isEqualTo(times.get(n - 1).plusSeconds(seconds));
      }
    }
  }

  /** Clocks that are put back by half an hour: the half hour after that is real time again. */
  @Test
  void shouldRunHourlyOnesByTheWallClockWhereHalfAnHourComesTwice() {
    var howe = ZoneId.of("Australia/Lord_Howe");

    assertThat(
            between(
                "45 * * * *",
                howe,
                Instant.parse("2026-04-04T13:00:00Z"),
                Instant.parse("2026-04-04T17:00:00Z")))
        .containsExactly(
            Instant.parse("2026-04-04T13:45:00Z"),
            Instant.parse("2026-04-04T14:45:00Z"),
            Instant.parse("2026-04-04T15:15:00Z"),
            Instant.parse("2026-04-04T16:15:00Z"));
  }

  /** A whole year of days, each once, in order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Seoul",
        "Africa/Casablanca",
        "America/Asuncion"
      })
  void shouldComeOnceEachDayOfAYear(String zone) {
    var there = ZoneId.of(zone);
    for (var cron : List.of("0 0 * * *", "30 1 * * *", "45 1 * * *", "15 2 * * *", "30 2 * * *")) {
      var days =
          between(
                  cron,
                  there,
                  LocalDate.of(2026, 1, 1).atStartOfDay(there).toInstant().minusSeconds(1),
                  LocalDate.of(2027, 1, 1).atStartOfDay(there).toInstant())
              .stream()
              .map(time -> LocalDate.ofInstant(time, there))
              .toList();

      assertThat(days).as(cron).hasSize(365).doesNotHaveDuplicates();
    }
  }

  private static List<Instant> between(String cron, ZoneId zone, Instant from, Instant end) {
    var times = new ArrayList<Instant>();
    var parsed = CronTimes.parse(cron).orElseThrow();
    for (var next = parsed.after(from, zone);
        next.isPresent() && next.get().isBefore(end);
        next = parsed.after(next.get(), zone)) {
      times.add(next.get());
    }
    return times;
  }
}
