package io.tunnelscope.app.blobs;

import java.time.Duration;

/** When a call of several steps must have ended. By the clock that nobody sets. */
record TimeLimit(long nanos) {
  static TimeLimit of(Duration within) {
    return new TimeLimit(System.nanoTime() + within.toNanos());
  }

  /**
   * @throws BlobFailed with {@link BlobFailure.TooSlow} when nothing is left
   */
  Duration left() throws BlobFailed {
    long left = nanos - System.nanoTime();
    if (left <= 0) {
      throw new BlobFailed(new BlobFailure.TooSlow());
    }
    return Duration.ofNanos(left);
  }
}
