package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *          | Etc/UTC       | 2026-11-26T08:00:00Z | 2026-11-26T08:01:00Z",
        "* * * * *          | Etc/UTC       | 2026-11-26T08:00:59Z | 2026-11-26T08:01:00Z",
        "*/15 8-18 * * 1-5  | Asia/Seoul    | 2026-11-27T09:45:00Z | 2026-11-29T23:00:00Z",
        "30 2 * * *         | Europe/Berlin | 2026-10-24T23:00:00Z | 2026-10-25T00:30:00Z",
        "0 9 29 2 *         | Etc/UTC       | 2026-11-26T08:00:00Z | 2028-02-29T09:00:00Z",
        "0 0 * * 0          | Etc/UTC       | 2026-11-26T08:00:00Z | 2026-11-29T00:00:00Z",
        "0 0 * * SUN        | Etc/UTC       | 2026-11-26T08:00:00Z | 2026-11-29T00:00:00Z",
      })
  void shouldNameTheNextTime(String cron, String zone, Instant from, Instant expected) {
    assertThat(CronTimes.parse(cron).orElseThrow().after(from, ZoneId.of(zone))).contains(expected);
  }

  /** 1 February 2026 is a Sunday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // one is enough where both are restricted
        "0 0 10,20 2 1      | 2026-02-02 2026-02-09 2026-02-10 2026-02-16 2026-02-20 2026-02-23",
        "0 0 1-20/10 2 1    | 2026-02-01 2026-02-02 2026-02-09 2026-02-11 2026-02-16 2026-02-23",
        // what begins with an asterisk is not, so that both must fit
        "0 0 */10 2 1-5     | 2026-02-11 2027-02-01 2027-02-11 2028-02-01 2028-02-11 2028-02-21",
        "0 0 */2 2 0        | 2026-02-01 2026-02-15 2027-02-07 2027-02-21 2028-02-13 2028-02-27",
        "0 0 *,13 2 5       | 2026-02-06 2026-02-13 2026-02-20 2026-02-27 2027-02-05 2027-02-12",
        "0 0 1-7 2 */3      | 2026-02-01 2026-02-04 2026-02-07 2027-02-03 2027-02-06 2027-02-07",
        "0 0 13 * */5       | 2026-02-13 2026-03-13 2026-09-13 2026-11-13 2026-12-13 2027-06-13",
        "0 0 */10 2 */2     | 2026-02-01 2026-02-21 2027-02-11 2027-02-21 2028-02-01 2029-02-01",
        "0 0 */1 2 SUN      | 2026-02-01 2026-02-08 2026-02-15 2026-02-22 2027-02-07 2027-02-14",
        "0 0 29 2 */7       | 2032-02-29 2060-02-29 2088-02-29 2128-02-29 2156-02-29 2184-02-29",
      })
  void shouldTellWhetherOneOfTheDaysIsEnough(String cron, String expected) {
    var times = CronTimes.parse(cron).orElseThrow();
    var utc = ZoneId.of("Etc/UTC");

    assertThat(
            Stream.iterate(
                    Instant.parse("2026-01-31T12:00:00Z"),
                    time -> times.after(time, utc).orElseThrow())
                .skip(1)
                .limit(6)
                .map(time -> time.toString().substring(0, 10)))
        .containsExactly(expected.split(" "));
  }

  @Test
  void shouldNameEachTimeOfADayOnWhichBothFit() {
    var times = CronTimes.parse("5,50 2 */10 2 1-5").orElseThrow();
    var cairo = ZoneId.of("Africa/Cairo");

    var first = times.after(Instant.parse("2026-02-01T00:00:00Z"), cairo);
    var second = times.after(first.orElseThrow(), cairo);

    assertThat(first).contains(Instant.parse("2026-02-11T00:05:00Z"));
    assertThat(second).contains(Instant.parse("2026-02-11T00:50:00Z"));
    assertThat(times.after(second.orElseThrow(), cairo))
        .contains(Instant.parse("2027-02-01T00:05:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "a b c d e",
        "*/0 * * * *",
        "0 0 32 1 *",
        "@never",
        "* * * * * ; rm",
        "${x} * * * *"
      })
  void shouldTakeNothingElse(String text) {
    assertThat(CronTimes.parse(text)).isEmpty();
  }

  @Test
  void shouldTakeNothingEndless() {
    assertThat(CronTimes.parse("1,".repeat(60) + "1 * * * *")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 *", "0 0 30 2 */7", "0 0 31 4,6 *,1"})
  void shouldKnowThatADayNeverComes(String text) {
    var never = CronTimes.parse(text);

    assertThat(
            never.flatMap(
                cron -> cron.after(Instant.parse("2026-11-26T08:00:00Z"), ZoneId.of("Etc/UTC"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *    | every minute                | 1분마다",
        "*/15 * * * * | every 15 minutes            | 15분마다",
        "*/7 * * * *  | */7 * * * *                 | */7 * * * *",
        "0 * * * *    | every hour                  | 매시 정각",
        "5 * * * *    | every hour at minute 5      | 매시 5분",
        "0 6 * * *    | every day at 06:00          | 매일 06:00",
        "30 18 * * 1-5| Monday to Friday at 18:30   | 월요일부터 금요일까지 18:30",
        "0 9 * * 7    | every Sunday at 09:00       | 매주 일요일 09:00",
        "0 9 1 * *    | 0 9 1 * *                   | 0 9 1 * *",
      })
  void shouldSayTheUsualOnesInWords(String cron, String english, String korean) {
    var times = CronTimes.parse(cron).orElseThrow();

    assertThat(times.description(Language.EN)).isEqualTo(english);
    assertThat(times.description(Language.KO)).isEqualTo(korean);
  }
}
