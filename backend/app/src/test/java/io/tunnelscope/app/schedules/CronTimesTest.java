package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.time.ZoneId;
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

  @Test
  void shouldKnowThatADayNeverComes() {
    var never = CronTimes.parse("0 0 30 2 *");

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
