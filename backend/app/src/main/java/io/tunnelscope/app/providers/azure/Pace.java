package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How fast one account may ask: 25 times a second, which is how fast Azure fills its own bucket of
 * reads, and as many at once after a pause. Any thread.
 */
final class Pace {
  private static final int A_SECOND = 25;
  private static final long APART = TimeUnit.SECONDS.toNanos(1) / A_SECOND;
  private static final long AT_ONCE = A_SECOND * APART;

  /** Who would have to wait longer is refused, so that the row of waiting calls is bounded. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Vertx vertx;

  /** When the bucket will be full again, by the clock of this process. */
  private long full = System.nanoTime();

  Pace(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Completes when it is this call's turn; fails as throttled when that is too far away. */
  Future<Void> turn(Deadline deadline) {
    if (deadline.isOver()) {
      return Arm.failed(new CollectFailure.TimedOut());
    }
    long wait = reserve(deadline.within(LONGEST));
    if (wait < 0) {
      return Arm.failed(new CollectFailure.Throttled(Optional.of(LONGEST)));
    }
    return wait == 0
        ? Future.succeededFuture()
        : vertx.timer(Math.max(1, wait), TimeUnit.NANOSECONDS).mapEmpty();
  }

  /** Nanoseconds to wait, or less than zero for a refusal. */
  private synchronized long reserve(Deadline deadline) {
    long now = System.nanoTime();
    long free = later(full, now);
    long wait = Math.max(0, free - AT_ONCE + APART - now);
    if (!deadline.allows(Duration.ofNanos(wait))) {
      return -1;
    }
    full = free + APART;
    return wait;
  }

  /**
   * Azure says how many reads it would still take; others may use the same account.
   *
   * @param remaining as its header {@code x-ms-ratelimit-remaining-subscription-reads} tells
   */
  synchronized void remaining(long remaining) {
    if (remaining < A_SECOND) {
      full = later(full, System.nanoTime() + AT_ONCE - remaining * APART);
    }
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}
