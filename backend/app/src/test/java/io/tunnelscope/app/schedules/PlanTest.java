package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import java.util.stream.IntStream;
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

  private static Plan hourly(int jitter) {
    return new Plan(
        "*",
        CronTimes.parse("0 * * * *").orElseThrow(),
        ZoneId.of("Etc/UTC"),
        jitter,
        Missed.SKIP,
        false);
  }
}
