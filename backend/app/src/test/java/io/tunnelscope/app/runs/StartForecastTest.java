package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.runs.StartForecast.Ahead;
import io.tunnelscope.app.runs.StartForecast.Usual;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartForecastTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Usual TEN_SECONDS = new Usual(10, 9, 10, 12);

  private static Optional<Instant> start(Ahead... before) {
    return new StartForecast(NOW, Optional.of(NOW), List.of(before)).start();
  }

  private static Ahead waiting(Usual usual) {
    return new Ahead(Optional.empty(), false, usual);
  }

  private static Ahead running(int seconds) {
    return new Ahead(Optional.of(Duration.ofSeconds(seconds)), false, TEN_SECONDS);
  }

  @Test
  void shouldAddUpWhatIsLeftOfTheRunsBefore() {
    assertThat(start(running(4), waiting(TEN_SECONDS))).contains(NOW.plusSeconds(6 + 10));
  }

  @Test
  void shouldBeginWithTheEndOfTheRestOfALane() {
    var rested = new StartForecast(NOW, Optional.of(NOW.plusSeconds(30)), List.of());

    assertThat(rested.start()).contains(NOW.plusSeconds(30));
  }

  @Test
  void shouldSayNothingOnceARunTakesLongerThanUsual() {
    assertThat(start(running(11))).isEmpty();
  }

  @Test
  void shouldSayNothingOfTargetsThatHaveHardlyRunOrTakeOneTimeOrAnother() {
    assertThat(start(running(4), waiting(new Usual(2, 9, 10, 11)))).isEmpty();
    assertThat(start(running(4), waiting(new Usual(10, 1, 10, 30)))).isEmpty();
  }

  @Test
  void shouldSayNothingWhileARunIsTriedAgain() {
    assertThat(start(new Ahead(Optional.of(Duration.ofSeconds(1)), true, TEN_SECONDS))).isEmpty();
  }

  @Test
  void shouldSayNothingWhenItHangsOnOthers() {
    assertThat(new StartForecast(NOW, Optional.empty(), List.of(running(4))).start()).isEmpty();
    assertThat(start()).as("its turn, but nobody takes it").isEmpty();
  }

  @Test
  void shouldSayNothingBehindMoreRunsThanWereLookedUp() {
    var many = Collections.nCopies(StartForecast.MOST_AHEAD + 1, waiting(TEN_SECONDS));

    assertThat(new StartForecast(NOW, Optional.of(NOW), many).start()).isEmpty();
  }
}
