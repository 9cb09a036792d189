package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:10Z");
  private static final Instant NINE = Instant.parse("2026-11-26T09:00:00Z");

  @Test
  void shouldSpreadSchedulesOfOneMinuteWithinTheirJitter() {
    var plan = hourly(300);

    var late =
        IntStream.range(0, 200)
            .mapToObj(n -> plan.after(NOW, new UUID(1, 0x8000_0000_0000_0000L + n * 977L)))
            .map(turn -> Duration.between(NINE, turn.orElseThrow().at()).toSeconds())
            .toList();

    assertThat(late).allMatch(seconds -> seconds >= 0 && seconds <= 300);
    assertThat(late.stream().distinct().count()).isGreaterThan(80);
  }

  @Test
  void shouldComeToTheSameTimeOnEveryNode() {
    var id = new UUID(1, 2);

    assertThat(hourly(3_600).after(NOW, id)).isEqualTo(hourly(3_600).after(NOW, id));
    assertThat(hourly(0).after(NOW, id)).contains(new Plan.Turn(NINE, NINE));
  }

  /** Otherwise a turn that begins late would take the place of the next ones. */
  @Test
  void shouldLoseNoTurnToAJitterThatIsLongerThanTheTimeBetweenThem() {
    // Given
    var plan = plan("*/15 * * * *", 3_600);
    var id = new UUID(1, 0x8000_0000_0000_0001L);

    // When: each turn is taken as it comes, and the next one counted from when it was due
    var turns =
        Stream.iterate(
                plan.after(NOW, id).orElseThrow(), turn -> plan.after(turn.due(), id).orElseThrow())
            .limit(96)
            .toList();

    // Then
    for (int n = 0; n < turns.size(); n++) {
      assertThat(turns.get(n).due())
          .isEqualTo(Instant.parse("2026-11-26T08:15:00Z").plusSeconds(n * 900L));
      assertThat(turns.get(n).at())
          .isBetween(turns.get(n).due(), turns.get(n).due().plusSeconds(899));
    }
    assertThat(turns.stream().map(turn -> Duration.between(turn.due(), turn.at())).distinct())
        .hasSizeGreaterThan(50);
  }

  @Test
  void shouldCountTheTimesThatHavePassed() {
    var minutes = plan("* * * * *", 0);
    var eight = Instant.parse("2026-11-26T08:00:00Z");

    assertThat(minutes.passed(eight, eight.plusSeconds(59))).isEqualTo(new Plan.Passed(eight, 0));
    assertThat(minutes.passed(eight, eight.plusSeconds(60)))
        .isEqualTo(new Plan.Passed(eight.plusSeconds(60), 1));
    assertThat(minutes.passed(eight, eight.plusSeconds(3 * 3_600 + 30)))
        .isEqualTo(new Plan.Passed(eight.plusSeconds(3 * 3_600), 180));
    assertThat(minutes.passed(eight, eight.plus(Duration.ofDays(400))))
        .isEqualTo(new Plan.Passed(eight.plus(Duration.ofDays(400)), Plan.MOST_COUNTED));
    assertThat(plan("0 0 * * *", 0).passed(Instant.parse("2020-01-01T00:00:00Z"), NOW))
        .isEqualTo(new Plan.Passed(Instant.parse("2026-11-26T00:00:00Z"), Plan.MOST_COUNTED));
  }

  private static Plan hourly(int jitter) {
    return plan("0 * * * *", jitter);
  }

  private static Plan plan(String cron, int jitter) {
    return new Plan(
        "*", CronTimes.parse(cron).orElseThrow(), ZoneId.of("Etc/UTC"), jitter, Missed.SKIP, false);
  }
}
