package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.settings.Secret;
import java.time.Duration;

/**
 * What opens the resource manager for a while.
 *
 * @param renewAt nanoseconds of this process's clock; from then on a new one is fetched
 */
record AccessToken(Secret text, long renewAt) {
  private static final Duration EARLY = Duration.ofMinutes(5);

  /** A fifth of a short life, five minutes of a long one, is kept as a reserve. */
  static AccessToken of(String text, Duration life) {
    var fifth = life.dividedBy(5);
    var reserve = fifth.compareTo(EARLY) < 0 ? fifth : EARLY;
    return new AccessToken(new Secret(text), System.nanoTime() + life.minus(reserve).toNanos());
  }

  boolean isFresh() {
    return renewAt - System.nanoTime() > 0;
  }
}
