package io.tunnelscope.app.providers.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.testing.Results;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int MANY = 60;

  private final Vertx vertx = Vertx.vertx();
  private final Pace pace = new Pace(vertx);

  @AfterEach
  void close() {
    Results.of(vertx.close());
  }

  private Future<Void> turn(Duration within) {
    return pace.turn(Deadline.after(within));
  }

  private List<Future<Void>> turns(int count) {
    return Stream.generate(() -> turn(Duration.ofSeconds(20))).limit(count).toList();
  }

  @Test
  void shouldLetTwentyFiveGoAtOnceAndTheOthersInTurn() {
    // When
    long begin = System.nanoTime();
    var all = turns(MANY);

    // Then
    assertThat(all.subList(0, 25)).allMatch(Future::isComplete);
    assertThat(all.getLast().isComplete()).isFalse();
    Results.of(Future.all(all));
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThan(Duration.ofMillis((MANY - 25) * 40 - 40));
  }

  @Test
  void shouldHoldBackWhenAzureSaysThatLittleIsLeft() {
    pace.remaining(1);
    assertThat(turn(Duration.ofSeconds(20)).isComplete()).isTrue();
    assertThat(turn(Duration.ofSeconds(20)).isComplete()).isFalse();
  }

  @Test
  void shouldRefuseWhoseTurnWouldComeTooLate() {
    turns(MANY);
    assertThat(Results.failureOf(turn(Duration.ofMillis(100)))).hasMessage("THROTTLED");
    assertThat(Results.failureOf(turn(Duration.ZERO))).hasMessage("TIMED_OUT");
  }
}
