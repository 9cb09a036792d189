package io.tunnelscope.app.history;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a target turned bad in a period, and how long it stayed so. An undetermined or failed
 * run shows neither good nor bad.
 *
 * @param flaps turns from healthy to unhealthy
 * @param recoveries how many of them it came back from within the period; the times are of these
 * @param mean from the first unhealthy run to the next healthy one; empty without a recovery, as is
 *     the median
 */
public record Steadiness(
    long flaps, long recoveries, Optional<Duration> mean, Optional<Duration> median) {

  /** The period that is looked at. */
  public static final Duration PERIOD = Duration.ofDays(30);
}
