package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.providers.CollectFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private static final CollectFailure GONE = new CollectFailure.Unreachable();

  /** With nothing left to chance. */
  private static Retries retries(Duration first) {
    return new Retries(first, () -> () -> 0);
  }

  private static CollectFailure throttled(Duration wish) {
    return new CollectFailure.Throttled(Optional.of(wish));
  }

  @Test
  void shouldWaitTwiceAsLongBeforeEachTry() {
    var retries = retries(Duration.ofSeconds(30));

    assertThat(retries.rest(GONE, 0)).contains(new Rest.OfRun(Duration.ofSeconds(30)));
    assertThat(retries.rest(GONE, 1)).contains(new Rest.OfRun(Duration.ofSeconds(60)));
    assertThat(retries.rest(GONE, 2)).isEmpty();
  }

  @Test
  void shouldNotTryAgainWhatAPersonHasToMend() {
    assertThat(retries(Duration.ofSeconds(30)).rest(new CollectFailure.Unauthorized(), 0))
        .isEmpty();
  }

  @Test
  void shouldLetTheSubscriptionRestForAsLongAsTheProviderAsksFor() {
    var retries = retries(Duration.ofSeconds(30));

    assertThat(retries.rest(throttled(Duration.ofSeconds(45)), 0))
        .contains(new Rest.OfSubscription(Duration.ofSeconds(45)));
    assertThat(retries.rest(throttled(Duration.ofSeconds(45)), 1))
        .as("shorter than the pause that it would have anyway")
        .contains(new Rest.OfSubscription(Duration.ofSeconds(60)));
    assertThat(retries.rest(new CollectFailure.Throttled(Optional.empty()), 0))
        .contains(new Rest.OfSubscription(Duration.ofSeconds(30)));
    assertThat(retries.rest(throttled(Duration.ofDays(1)), 0))
        .contains(new Rest.OfSubscription(Retries.LONGEST));
  }

  @Test
  void shouldSpreadWhatFailedTogether() {
    var chance = RandomGenerator.of("L64X128MixRandom");
    var retries = new Retries(Duration.ofSeconds(40), () -> chance);

    var pauses =
        IntStream.range(0, 100)
            .mapToObj(_ -> retries.rest(GONE, 0).orElseThrow())
            .map(rest -> ((Rest.OfRun) rest).time())
            .toList();

    assertThat(pauses)
        .allMatch(time -> time.compareTo(Duration.ofSeconds(40)) >= 0)
        .allMatch(time -> time.compareTo(Duration.ofSeconds(50)) <= 0);
    assertThat(pauses.stream().distinct().count()).isGreaterThan(50);
  }
}
