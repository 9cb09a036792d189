package io.tunnelscope.app.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a run that waits will begin, as far as that can be told. Rather nothing than something
 * wrong: one run before it that nobody can say the length of, and there is no forecast.
 *
 * @param now when this was looked at
 * @param free from when on its lane is free; empty when that cannot be told
 * @param before the runs of its lane that begin before it does, the running one included
 */
record StartForecast(Instant now, Optional<Instant> free, List<Ahead> before) {
  /** More than these are too many to foresee, and are not looked up. */
  static final int MOST_AHEAD = 100;

  private static final int LEAST_RUNS = 3;

  /** Of the middle half, the longest may take so many times as long as the shortest. */
  private static final double STEADY = 2;

  /**
   * A run that is before it.
   *
   * @param elapsed how long it has been running; empty when it waits, too
   * @param again whether it is tried again: then what has elapsed says nothing
   * @param usual of the last runs of its target
   */
  record Ahead(Optional<Duration> elapsed, boolean again, Usual usual) {
    Optional<Duration> left() {
      return again
          ? Optional.empty()
          : usual
              .time()
              .map(time -> time.minus(elapsed.orElse(Duration.ZERO)))
              .filter(left -> !left.isNegative());
    }
  }

  /**
   * How long the last successful runs of a target took: how many they are, and the quartiles in
   * seconds.
   */
  record Usual(int runs, double low, double middle, double high) {
    /** Empty when they are too few, or too different. */
    private Optional<Duration> time() {
      return runs >= LEAST_RUNS && high <= low * STEADY
          ? Optional.of(Duration.ofMillis(Math.round(middle * 1_000)))
          : Optional.empty();
    }
  }

  Optional<Instant> start() {
    if (free.isEmpty() || before.size() > MOST_AHEAD) {
      return Optional.empty();
    }
    var start = free.get().isAfter(now) ? free.get() : now;
    for (var each : before) {
      var left = each.left();
      if (left.isEmpty()) {
        return Optional.empty();
      }
      start = start.plus(left.get());
    }
    return start.isAfter(now) ? Optional.of(start) : Optional.empty();
  }
}
