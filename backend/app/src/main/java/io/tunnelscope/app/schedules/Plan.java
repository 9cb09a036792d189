package io.tunnelscope.app.schedules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/**
 * What is to run, and when.
 *
 * @param targets as {@link Pick#parse} reads it
 * @param jitterSeconds runs begin up to that much later than the expression says, so that many
 *     schedules of the same minute do not begin together
 * @param active whether the targets may be changed to learn more
 */
record Plan(
    String targets, CronTimes cron, ZoneId zone, int jitterSeconds, Missed missed, boolean active) {

  static final int MOST_JITTER = 3_600;

  /**
   * The next turn.
   *
   * @param due what the expression says
   * @param at when it happens
   */
  record Turn(Instant due, Instant at) {}

  Pick pick() {
    return Pick.parse(targets).orElseThrow();
  }

  /** Empty where the expression names no more time. */
  Optional<Turn> after(Instant time, UUID schedule) {
    return cron.after(time, zone).map(due -> new Turn(due, due.plusSeconds(jitter(due, schedule))));
  }

  /** The same on every node, another one each time. */
  private long jitter(Instant due, UUID schedule) {
    return Math.floorMod(
        (schedule.getLeastSignificantBits() ^ due.getEpochSecond()) * 0x9E3779B97F4A7C15L >>> 17,
        jitterSeconds + 1L);
  }
}
