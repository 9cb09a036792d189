package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(Duration.ofMillis(500));

  @Test
  void shouldLookAgainAtOnceWhereSomethingCameAndRestTheLongerItIsQuiet() {
    pace.took(3);
    assertThat(pace.pause()).isEqualTo(Duration.ofMillis(5));
    pace.took(0);
    pace.took(0);
    assertThat(pace.pause()).isEqualTo(Duration.ofMillis(20));
    for (int n = 0; n < 10; n++) {
      pace.took(0);
    }
    assertThat(pace.pause()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void shouldHoldBackWhileTheQueueCannotBeReachedAndComeBackAtOnce() {
    pace.took(1);
    pace.failed();
    assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(1));
    for (int n = 0; n < 10; n++) {
      pace.failed();
    }
    assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(5));
    pace.took(0);
    assertThat(pace.pause()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void shouldNeverRestLongerThanItsUsualPauseWhereThatIsShort() {
    var quick = new Pace(Duration.ofMillis(2));

    quick.took(1);

    assertThat(quick.pause()).isEqualTo(Duration.ofMillis(2));
  }
}
