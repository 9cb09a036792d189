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

class TurnAtLimitTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private static Usual usual(int seconds) {
    return new Usual(10, seconds, seconds, seconds);
  }

  private static Ahead running(int elapsed, int usual) {
    return new Ahead(Optional.of(Duration.ofSeconds(elapsed)), false, usual(usual));
  }

  private static Ahead waiting(int usual) {
    return new Ahead(Optional.empty(), false, usual(usual));
  }

  private static Optional<Instant> begins(int over, List<Ahead> active, List<Ahead> parked) {
    return new TurnAtLimit(over, active, parked).begins(NOW);
  }

  @Test
  void shouldBeginWhenTheFirstOfThoseInWorkEnds() {
    assertThat(begins(0, List.of(running(10, 60), running(20, 30)), List.of()))
        .contains(NOW.plusSeconds(10));
  }

  @Test
  void shouldLetThoseBeforeItInFirstAndWaitForTheirEndsToo() {
    // One place is free after 10 s and again after 15, the other one after 50
    var active = List.of(running(10, 60), running(20, 30));

    assertThat(begins(0, active, List.of(waiting(5)))).contains(NOW.plusSeconds(15));
    assertThat(begins(0, active, List.of(waiting(5), waiting(90)))).contains(NOW.plusSeconds(50));
  }

  @Test
  void shouldCountOnNoRunWhoseEndNobodyKnows() {
    var overdue = running(61, 60);
    var unknown = new Ahead(Optional.empty(), false, new Usual(0, 0, 0, 0));

    assertThat(begins(0, List.of(overdue, running(0, 40)), List.of()))
        .contains(NOW.plusSeconds(40));
    assertThat(begins(0, List.of(overdue, running(0, 40)), List.of(unknown))).isEmpty();
    assertThat(begins(0, List.of(overdue), List.of())).isEmpty();
  }

  @Test
  void shouldLetNobodyInForRunsThatAreOverTheLimit() {
    assertThat(begins(1, List.of(running(0, 10), running(0, 20)), List.of()))
        .contains(NOW.plusSeconds(20));
  }

  @Test
  void shouldSayNothingBehindMoreRunsThanWereLookedUp() {
    var many = Collections.nCopies(StartForecast.MOST_AHEAD, waiting(5));

    assertThat(begins(0, List.of(running(0, 10)), many)).isEmpty();
  }
}
