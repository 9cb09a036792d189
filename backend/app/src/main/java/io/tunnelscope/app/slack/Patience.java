package io.tunnelscope.app.slack;

import io.tunnelscope.app.slack.SlackAnswer.Ambiguous;
import io.tunnelscope.app.slack.SlackAnswer.Later;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How long somebody waits for what Slack does not take at once. Until then it is tried again, not
 * before Slack wants it. Any thread.
 */
final class Patience {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** Many who wait for the same must not keep the database busy. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** In one process: whoever comes then is not waited for. */
  private static final int MOST_WAITING = 2_000;

  private final Vertx vertx;
  private final Clock clock;
  private final Instant until;
  private final Function<Duration, Future<Boolean>> hold;
  private final Supplier<Future<Boolean>> still;
  private final AtomicInteger waiting;

  /**
   * @param hold makes sure that nobody else does it for that long; false: somebody else is at it
   * @param waiting counts who waits
   */
  Patience(
      Vertx vertx,
      Clock clock,
      Instant until,
      Function<Duration, Future<Boolean>> hold,
      AtomicInteger waiting) {
    this(vertx, clock, until, hold, () -> Future.succeededFuture(true), waiting);
  }

  private Patience(
      Vertx vertx,
      Clock clock,
      Instant until,
      Function<Duration, Future<Boolean>> hold,
      Supplier<Future<Boolean>> still,
      AtomicInteger waiting) {
    this.vertx = vertx;
    this.clock = clock;
    this.until = until;
    this.hold = hold;
    this.still = still;
    this.waiting = waiting;
  }

  /** There is nothing to wait for any more: it is another's by now, or may not be told now. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;

    Ended(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * The same, asked after each wait whether what was to be told may still be told; {@link Ended} if
   * not.
   */
  Patience whileStill(Supplier<Future<Boolean>> told) {
    return new Patience(vertx, clock, until, hold, told, waiting);
  }

  /** Calls until Slack has done it or refuses it: for what Slack knows again, or may do twice. */
  Future<SlackAnswer> untilDone(Supplier<Future<SlackAnswer>> call) {
    return attempt(call, true, FIRST_PAUSE);
  }

  /** Calls until Slack does not put it off: what may have been done is not tried again. */
  Future<SlackAnswer> untilTried(Supplier<Future<SlackAnswer>> call) {
    return attempt(call, false, FIRST_PAUSE);
  }

  private Future<SlackAnswer> attempt(
      Supplier<Future<SlackAnswer>> call, boolean again, Duration pause) {
    return call.get()
        .compose(
            answer ->
                switch (answer) {
                  case Sent _, Refused _ -> Future.succeededFuture(answer);
                  case Later(var after) ->
                      after(longer(after, pause), answer, () -> attempt(call, again, next(pause)));
                  case Ambiguous _ ->
                      again
                          ? after(pause, answer, () -> attempt(call, true, next(pause)))
                          : Future.succeededFuture(answer);
                });
  }

  private Future<SlackAnswer> after(
      Duration time, SlackAnswer answer, Supplier<Future<SlackAnswer>> next) {
    if (clock.instant().plus(time).isAfter(until) || waiting.get() >= MOST_WAITING) {
      return Future.succeededFuture(answer);
    }
    return hold.apply(time)
        .compose(isOurs -> isOurs ? pause(time) : ended("somebody else is at it"))
        .compose(_ -> still.get())
        .compose(may -> may ? next.get() : ended("may not be told any more"));
  }

  private Future<Void> pause(Duration time) {
    waiting.incrementAndGet();
    return vertx
        .timer(time.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(_ -> waiting.decrementAndGet())
        .mapEmpty();
  }

  private static <T> Future<T> ended(String why) {
    return Future.failedFuture(new Ended(why));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration next(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
