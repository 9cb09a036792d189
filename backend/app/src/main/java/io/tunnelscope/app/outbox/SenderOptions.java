package io.tunnelscope.app.outbox;

import java.time.Duration;
import java.util.UUID;

/**
 * How a sender behaves.
 *
 * @param owner of the lanes it takes: this process
 * @param slots how many messages are on their way at once
 * @param poll how long nothing may have been looked for while nothing is there
 * @param lease longer than a delivery takes
 * @param attempts after which a message is given up
 * @param firstPause after the first failure; doubled with each
 */
public record SenderOptions(
    UUID owner, int slots, Duration poll, Duration lease, int attempts, Duration firstPause) {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** For production. A message is given up after some twenty minutes of failures. */
  public static SenderOptions of(UUID owner) {
    return new SenderOptions(
        owner,
        16,
        Duration.ofMillis(500),
        Delivery.LONGEST.plusSeconds(20),
        12,
        Duration.ofSeconds(1));
  }

  /** How long a lane rests after that many failures of its message. */
  Duration pause(int failures) {
    var pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
