package io.tunnelscope.app.runs;

import io.tunnelscope.app.providers.CollectFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Whether and when a run is tried again after nothing could be collected: each pause is twice as
 * long as the one before, or as long as the provider asked for where that is longer, and up to a
 * quarter more, so that runs which failed together do not come back together.
 *
 * @param first the shortest pause
 * @param chance asked on the thread that asks for a rest
 */
record Retries(Duration first, Supplier<? extends RandomGenerator> chance) {
  /** Tries in all. */
  static final int MOST = 3;

  /** Before the part that is left to chance. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private static final double SPREAD = 0.25;

  /**
   * Empty when it is not to be tried again.
   *
   * @param failedBefore tries of the run that failed so before this one
   */
  Optional<Rest> rest(CollectFailure failure, int failedBefore) {
    if (!failure.retryMayHelp() || failedBefore + 1 >= MOST) {
      return Optional.empty();
    }
    return Optional.of(
        failure instanceof CollectFailure.Throttled(var wish)
            ? new Rest.OfSubscription(pause(failedBefore, wish))
            : new Rest.OfRun(pause(failedBefore, Optional.empty())));
  }

  private Duration pause(int failedBefore, Optional<Duration> wish) {
    var usual = first.multipliedBy(1L << failedBefore);
    var longer = wish.filter(time -> time.compareTo(usual) > 0).orElse(usual);
    var pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    return pause.plusMillis(Math.round(pause.toMillis() * SPREAD * chance.get().nextDouble()));
  }
}
