package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTimeTest {

  private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Feb  3 04:05:06 edge charon: 07[IKE] hello | 2026-02-03T04:05:06Z
          Dec 31 23:59:59 edge pluto[1]: "a" #1: hello | 2025-12-31T23:59:59Z
          2026-02-03T04:05:06.789 07[IKE] hello | 2026-02-03T04:05:06.789Z
          2026-02-03T04:05:06.789012+09:00 edge charon[1]: hello | 2026-02-02T19:05:06.789012Z
          2026-02-03T04:05:06Z hello | 2026-02-03T04:05:06Z
          2026-02-03 04:05:06,789 hello | 2026-02-03T04:05:06.789Z
          [0]0368.0A94::02/03/2026-04:05:06.789 [ikeext] hello | 2026-02-03T04:05:06.789Z
          Feb 03 2026 04:05:06 asa : %ASA-4-713903: hello | 2026-02-03T04:05:06Z
          feb/03 04:05:06 ipsec,error hello | 2026-02-03T04:05:06Z
          date=2026-02-03 time=04:05:06 devname=x | 2026-02-03T04:05:06Z
          date=2026-02-03 time=04:05:06 tz="+0900" devname=x | 2026-02-02T19:05:06Z
          date=2026-02-03 time=04:05:06 devname=x level="error" tz=-0330 | 2026-02-03T07:35:06Z
          date="2026-02-03" time="04:05:06" devname=x | 2026-02-03T04:05:06Z
          Tue, 2026-02-03, 04:05:06 07[IKE] hello | 2026-02-03T04:05:06Z
          a,"2/3/2026, 4:05:06.789 PM",b | 2026-02-03T16:05:06.789Z
          a,"02/03/2026, 12:05:06.000 AM",b | 2026-02-03T00:05:06Z
          1770091506.250000 gw charon[7]: hello | 2026-02-03T04:05:06.250Z
          1770091506250 | 2026-02-03T04:05:06.250Z
          1770091506250001 | 2026-02-03T04:05:06.250001Z
          {"id":"2026-01-01T00:00:00Z","time":"2026-02-03T04:05:06Z"} | 2026-02-03T04:05:06Z
          """)
  void shouldReadTheUsualStamps(String line, Instant at) {
    assertThat(LogTime.of(line, NOW)).contains(at);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          07[IKE] no time at all
          Feb 30 04:05:06 a day that is none
          2026-13-01T00:00:00Z a month that is none
          Remote 192.0.2.1:500: Local 192.0.2.2:500
          date=2026-02-03 time=04:05:06 tz="+9900" a zone that is none
          2/3/2026 14:05:06 PM an hour that is none
          1770091506 bytes
          17700915062 hello
          """)
  void shouldNotMakeUpATime(String line) {
    assertThat(LogTime.of(line, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-02-03T04:05:06 07[IKE] hello | 2026-02-02T19:05:06Z
          Feb  3 04:05:06 edge charon: 07[IKE] hello | 2026-02-02T19:05:06Z
          2026-02-03T04:05:06Z hello | 2026-02-03T04:05:06Z
          """)
  void shouldReadTimesWithoutAZoneAsTheGatewayWroteThem(String line, Instant at) {
    assertThat(LogTime.of(line, NOW.withZoneSameInstant(ZoneId.of("Asia/Seoul")))).contains(at);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # it is the first half hour of the year in Seoul, and still the old year in UTC
          2026-01-01T00:30:00+09:00[Asia/Seoul] | Dec 31 23:30:00 hello | 2025-12-31T14:30:00Z
          2026-01-01T00:30:00+09:00[Asia/Seoul] | Jan  1 00:29:00 hello | 2025-12-31T15:29:00Z
          # the clock of the gateway may be up to a day ahead
          2026-03-01T12:00:00Z | Mar  2 12:00:00 hello | 2026-03-02T12:00:00Z
          2026-03-01T12:00:00Z | Mar  2 12:00:01 hello | 2025-03-02T12:00:01Z
          # summer and winter time of the gateway's own place
          2026-07-01T12:00:00+02:00[Europe/Paris] | Jun 30 10:00:00 hello | 2026-06-30T08:00:00Z
          2026-07-01T12:00:00+02:00[Europe/Paris] | Jan 30 10:00:00 hello | 2026-01-30T09:00:00Z
          2026-07-01T12:00:00+02:00[Europe/Paris] | Dec 24 10:00:00 hello | 2025-12-24T09:00:00Z
          """)
  void shouldTakeTheLastSuchDayOfTheGatewaysOwnZone(ZonedDateTime now, String line, Instant at) {
    assertThat(LogTime.of(line, now)).contains(at);
  }

  @Test
  void shouldFindTheTimeOfARowWhereverItStands() {
    var id = "/subscriptions/" + "x".repeat(200);
    var at = Instant.parse("2026-02-03T16:05:06Z");
    assertThat(LogTime.of("{\"id\":\"" + id + "\",\"time\":\"2026-02-03T16:05:06Z\"}", NOW))
        .contains(at);
    assertThat(LogTime.of(id + ",2026-02-03T16:05:06Z,x", NOW)).contains(at);
    assertThat(LogTime.of(id + ",\"2/3/2026, 4:05:06.000 PM\",x", NOW)).contains(at);
    assertThat(LogTime.of(id + ", not before 2026-02-03T16:05:06Z, x", NOW)).isEmpty();
  }

  @Test
  void shouldLookInTheBeginningOnly() {
    assertThat(LogTime.of("x".repeat(200) + " Feb  3 04:05:06", NOW)).isEmpty();
  }
}
