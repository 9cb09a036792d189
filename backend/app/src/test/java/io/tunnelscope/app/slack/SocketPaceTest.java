package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SocketPaceTest {
  private final SocketPace usual = SocketPace.usual();

  @Test
  void shouldDoubleUpToAMinuteAndNeverLessThanHalfOfIt() {
    var random = new Random(1);
    for (int tries = 0; tries < 1_000; tries++) {
      assertThat(usual.pause(0, random)).isZero();
      assertThat(usual.pause(1, random)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
      assertThat(usual.pause(4, random)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
      assertThat(usual.pause(7, random)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
      assertThat(usual.pause(Integer.MAX_VALUE, random))
          .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
  }
}
