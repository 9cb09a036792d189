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

  /** The sooner of this moment and so much time from now. */
  public Deadline within(Duration time) {
    var other = after(time);
    return end - other.end <= 0 ? this : other;
  }

  /** So much sooner than this moment, to leave time for what comes after. */
  public Deadline earlierBy(Duration time) {
    return new Deadline(end - time.toNanos());
  }

  /** Whether something that takes this long still fits. */
  public boolean allows(Duration time) {
    return remaining().compareTo(time) > 0;
  }
}
