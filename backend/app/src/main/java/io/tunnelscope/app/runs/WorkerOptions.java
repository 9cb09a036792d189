package io.tunnelscope.app.runs;

import java.time.Duration;
import java.util.UUID;

/**
 * How a worker works.
 *
 * @param owner of the leases: an id of this process, new at each start
 * @param slots runs at once
 * @param poll how long it may be until it looks for work without being called; at most 500 ms, so
 *     that what other processes queue does not wait. While work comes it looks more often
 * @param heartbeat how often leases are renewed; a third of the lease or less
 * @param lease how long a lease holds without that; the same as the queue's
 * @param deadline longest time of one try; what Azure is asked for may take 15 minutes, and there
 *     is something to do before and after it
 */
public record WorkerOptions(
    UUID owner,
    int slots,
    Duration poll,
    Duration heartbeat,
    Duration lease,
    Duration deadline,
    Duration retryAfter) {

  private static final int MOST_SLOTS = 1_000;

  public WorkerOptions {
    if (slots < 1 || slots > MOST_SLOTS) {
      throw new IllegalArgumentException("a worker runs 1 to 1000 at once");
    }
    if (heartbeat.multipliedBy(3).compareTo(lease) > 0) {
      throw new IllegalArgumentException("a lease must outlive two lost heartbeats");
    }
  }

  /** Lease 30 s, heartbeat 10 s, poll 500 ms, 20 min for a try, 30 s before the next. */
  public static WorkerOptions of(UUID owner, int slots) {
    return new WorkerOptions(
        owner,
        slots,
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(20),
        Duration.ofSeconds(30));
  }
}
