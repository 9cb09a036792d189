package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How patient Socket Mode is.
 *
 * @param greeting from asking for a connection to Slack's hello on it, at most
 * @param ping how long a connection may say nothing before it is asked for a sign of life
 * @param silent how long it may say nothing before it is left
 * @param steady how long it must have served for the next one to be opened at once
 * @param firstPause after a failure; each further one doubles it
 * @param longestPause between two tries
 * @param overlap how long a connection that has a successor still serves
 */
record SocketPace(
    Duration greeting,
    Duration ping,
    Duration silent,
    Duration steady,
    Duration firstPause,
    Duration longestPause,
    Duration overlap) {
  private static final int MOST_DOUBLINGS = 16;

  SocketPace {
    requireNonNull(greeting, "greeting");
    requireNonNull(ping, "ping");
    requireNonNull(silent, "silent");
    requireNonNull(steady, "steady");
    requireNonNull(firstPause, "firstPause");
    requireNonNull(longestPause, "longestPause");
    requireNonNull(overlap, "overlap");
  }

  /** Slack ends a connection some ten seconds after it has said so. */
  static SocketPace usual() {
    return new SocketPace(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        Duration.ofSeconds(10));
  }

  /** Between half and all of what so many failures in a row are worth; none: at once. */
  Duration pause(int failures, RandomGenerator random) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    var doubled = firstPause.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    long most = Math.min(doubled.toMillis(), longestPause.toMillis());
    return Duration.ofMillis(most - random.nextLong(most / 2 + 1));
  }
}
