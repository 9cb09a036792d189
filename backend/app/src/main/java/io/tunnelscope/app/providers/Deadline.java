package io.tunnelscope.app.providers;

import java.time.Duration;

/** The moment by which an answer is worth something. Immune to changes of the wall clock. */
public final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  public static Deadline after(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  public boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  /** Whether something that takes this long still fits. */
  public boolean allows(Duration time) {
    return remaining().compareTo(time) > 0;
  }
}
