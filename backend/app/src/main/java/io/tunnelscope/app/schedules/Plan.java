package io.tunnelscope.app.schedules;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/**
 * What is to run, and when.
 *
 * @param targets as {@link Pick#parse} reads it
 * @param jitterSeconds turns begin up to that much later than the expression says, so that many
 *     schedules of the same minute do not begin together; never so late that the next time has come
 * @param active whether the targets may be changed to learn more
 */
record Plan(
    String targets, CronTimes cron, ZoneId zone, int jitterSeconds, Missed missed, boolean active) {

  static final int MOST_JITTER = 3_600;

  /** Times that passed are counted up to that number. */
  static final int MOST_COUNTED = 1_000;

  private static final Duration FIRST_SPAN = Duration.ofHours(1);
  private static final int WIDER = 24;

  /**
   * The next turn.
   *
   * @param due what the expression says
   * @param at when it happens
   */
  record Turn(Instant due, Instant at) {}

  /**
   * Times that have come.
   *
   * @param last the latest one
   * @param before how many came before it, at most {@link #MOST_COUNTED}
   */
  record Passed(Instant last, int before) {}

  Pick pick() {
    return Pick.parse(targets).orElseThrow();
  }

  /** Empty where the expression names no more time. */
  Optional<Turn> after(Instant time, UUID schedule) {
    return cron.after(time, zone).map(due -> turn(due, schedule));
  }

  /** The turn of a time that the expression names. */
  Turn turn(Instant due, UUID schedule) {
    return new Turn(due, due.plusSeconds(jitter(due, schedule)));
  }

  /**
   * From that time, which is one of them, up to now.
   *
   * @param due not later than now
   */
  Passed passed(Instant due, Instant now) {
    var last = due;
    for (int before = 0; before < MOST_COUNTED; before++) {
      var next = cron.after(last, zone).filter(time -> !time.isAfter(now));
      if (next.isEmpty()) {
        return new Passed(last, before);
      }
      last = next.get();
    }
    return new Passed(latest(now), MOST_COUNTED);
  }

  /** Looks back further and further: so many times have passed that there is one. */
  private Instant latest(Instant now) {
    var span = FIRST_SPAN;
    while (true) {
      var found = cron.after(now.minus(span), zone).filter(time -> !time.isAfter(now));
      if (found.isPresent()) {
        return lastFrom(found.get(), now);
      }
      span = span.multipliedBy(WIDER);
    }
  }

  private Instant lastFrom(Instant time, Instant now) {
    var last = time;
    for (var next = Optional.of(time);
        next.isPresent() && !next.get().isAfter(now);
        next = cron.after(last, zone)) {
      last = next.get();
    }
    return last;
  }

  /** The same on every node, another one each time. */
  private long jitter(Instant due, UUID schedule) {
    return Math.floorMod(
        (schedule.getLeastSignificantBits() ^ due.getEpochSecond()) * 0x9E3779B97F4A7C15L >>> 17,
        room(due) + 1);
  }

  /** A turn that began after the next time would take its place. */
  private long room(Instant due) {
    return jitterSeconds == 0
        ? 0
        : cron.after(due, zone)
            .map(next -> Math.min(jitterSeconds, Duration.between(due, next).toSeconds() - 1))
            .orElse((long) jitterSeconds);
  }
}
