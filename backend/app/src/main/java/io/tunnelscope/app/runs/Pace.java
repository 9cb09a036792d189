package io.tunnelscope.app.runs;

import java.time.Duration;

/**
 * How long to wait before the queue is looked at again: hardly where something came just now,
 * longer the longer it is quiet, and longest while it cannot be reached.
 */
final class Pace {
  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Duration usual;
  private Duration pause;

  /**
   * Begins with the usual pause.
   *
   * @param usual the longest while the queue answers
   */
  Pace(Duration usual) {
    this.usual = usual;
    this.pause = usual;
  }

  Duration pause() {
    return pause;
  }

  void took(int runs) {
    pause = runs > 0 ? shorter(SHORTEST, usual) : shorter(pause.multipliedBy(2), usual);
  }

  void failed() {
    var least = pause.compareTo(usual) > 0 ? pause : usual;
    pause = shorter(least.multipliedBy(2), LONGEST);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
