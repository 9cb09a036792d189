package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.providers.Checkpoint;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.Stay;
import io.tunnelscope.app.providers.azure.NetworkWatcher.Started;
import io.tunnelscope.app.providers.azure.NetworkWatcher.State;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One troubleshooting, from its start, or from where an earlier try of the run left it, to its
 * result. What must outlive the process is written before it is relied on:
 *
 * <ol>
 *   <li>The moment, by Azure's clock, is kept before the start is sent. A try that finds it alone
 *       does not know whether the start arrived. It asks for the target's last result first, which
 *       starts nothing: one that began after that moment is as good as its own. Without one it
 *       starts; as long as Azure is busy, perhaps with the very operation whose address was lost,
 *       it waits and asks for the last result again. So at most one start too many is sent, and
 *       only when the first one never arrived or ended within the same second.
 *   <li>The operation is kept as soon as it is known. A try that finds it only asks on.
 * </ol>
 */
final class Troubleshooting {

  /** How it ended. */
  sealed interface Outcome {
    record Done(TroubleshootResult result) implements Outcome {}

    record Refused(int status, String code) implements Outcome {}

    /** It ran, and came to no result. */
    record Failed(String code) implements Outcome {}

    /** It goes on; nobody waits any longer. */
    record Late() implements Outcome {}
  }

  /** Azure takes up to ten minutes. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  /** Between the clocks of Azure's machines. */
  static final Duration SKEW = Duration.ofSeconds(10);

  private static final Duration USUAL_PAUSE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** How often the last result is asked for when Azure has forgotten the operation. */
  private static final int LOOKS_FOR_A_LOST_ONE = 6;

  private static final int FIRST_PERCENT = 30;
  private static final int MOST_PERCENT = 70;

  private final Vertx vertx;
  private final NetworkWatcher watcher;
  private final ArmId target;
  private final LogStorage storage;
  private final Checkpoint checkpoint;
  private final Stay stay;
  private final Deadline deadline;
  private int percent = FIRST_PERCENT;

  /**
   * @param target by Azure's id
   * @param deadline of all of it
   */
  Troubleshooting(
      Vertx vertx,
      NetworkWatcher watcher,
      ArmId target,
      LogStorage storage,
      Checkpoint checkpoint,
      Stay stay,
      Deadline deadline) {
    this.vertx = vertx;
    this.watcher = watcher;
    this.target = target;
    this.storage = storage;
    this.checkpoint = checkpoint;
    this.stay = stay;
    this.deadline = deadline;
  }

  /**
   * Fails when the lease of the run is lost, as throttled when Azure is busy with something else,
   * and as the calls to Azure fail.
   *
   * @param bookmark of an earlier try
   * @param now by Azure's clock
   */
  Future<Outcome> run(Optional<Bookmark> bookmark, Instant now) {
    return bookmark.isPresent() ? goOn(bookmark.get()) : begin(Bookmark.starting(now));
  }

  private Future<Outcome> begin(Bookmark mark) {
    return keep(mark)
        .compose(_ -> watcher.start(target, storage, deadline))
        .compose(
            started ->
                started instanceof Started.Busy(var after)
                    ? giveWay(after)
                    : started(mark, started));
  }

  /** Nothing of ours is under way. */
  private Future<Outcome> giveWay(Optional<Duration> retryAfter) {
    return checkpoint
        .save(Bookmark.NONE)
        .compose(_ -> Arm.failed(new CollectFailure.Throttled(retryAfter)));
  }

  private Future<Outcome> goOn(Bookmark mark) {
    return mark.operation().isPresent()
        ? follow(mark, mark.operation().get(), Optional.of(SHORTEST_PAUSE))
        : find(mark);
  }

  /** A start may have been sent. */
  private Future<Outcome> find(Bookmark mark) {
    return step()
        .compose(_ -> watcher.last(target, deadline))
        .compose(
            last ->
                last.filter(found -> isOurs(mark, found)).isPresent()
                    ? started(mark, last.get())
                    : watcher
                        .start(target, storage, deadline)
                        .compose(
                            started ->
                                started instanceof Started.Busy(var after)
                                    ? afterPause(after, () -> find(mark))
                                    : started(mark, started)));
  }

  /** What is under way for this target has a result that is new enough in any case. */
  private static boolean isOurs(Bookmark mark, Started found) {
    return switch (found) {
      case Started.Done done -> isOurs(mark, done.result());
      case Started.Going _ -> true;
      case Started.Busy _, Started.Refused _ -> false;
    };
  }

  private static boolean isOurs(Bookmark mark, TroubleshootResult result) {
    return result
        .startTime()
        .filter(start -> !start.isBefore(mark.since().minus(SKEW)))
        .isPresent();
  }

  private Future<Outcome> started(Bookmark mark, Started started) {
    return switch (started) {
      case Started.Done(var result) -> Future.succeededFuture(new Outcome.Done(result));
      case Started.Going(var operation, var after) ->
          keep(mark.at(operation)).compose(_ -> follow(mark, operation, after));
      case Started.Busy(var after) -> giveWay(after);
      case Started.Refused(var status, var code) ->
          Future.succeededFuture(new Outcome.Refused(status, code));
    };
  }

  private Future<Outcome> follow(Bookmark mark, Operation operation, Optional<Duration> after) {
    return afterPause(
        after,
        () ->
            watcher
                .poll(operation, deadline)
                .compose(
                    state ->
                        switch (state) {
                          case State.Done(var result) ->
                              Future.succeededFuture(new Outcome.Done(result));
                          case State.Going(var more) -> follow(mark, operation, more);
                          case State.Failed(var code) ->
                              Future.succeededFuture(new Outcome.Failed(code));
                          case State.Lost _ -> look(mark, operation, 1);
                        }));
  }

  /** There is no address to ask any more, or there never was one. */
  private Future<Outcome> look(Bookmark mark, Operation operation, int number) {
    return watcher
        .last(target, deadline)
        .compose(
            last -> {
              if (last.orElse(null) instanceof Started.Done(var result) && isOurs(mark, result)) {
                return Future.succeededFuture(new Outcome.Done(result));
              }
              boolean forgotten =
                  operation.location().isPresent() || operation.status().isPresent();
              return forgotten && number >= LOOKS_FOR_A_LOST_ONE
                  ? Future.succeededFuture(new Outcome.Failed("OperationNotFound"))
                  : afterPause(Optional.empty(), () -> look(mark, operation, number + 1));
            });
  }

  private Future<Outcome> afterPause(Optional<Duration> wish, Supplier<Future<Outcome>> next) {
    var pause = within(wish.orElse(USUAL_PAUSE));
    return deadline.allows(pause)
        ? vertx
            .timer(pause.toMillis(), TimeUnit.MILLISECONDS)
            .compose(_ -> step())
            .compose(_ -> next.get())
        : Future.succeededFuture(new Outcome.Late());
  }

  private static Duration within(Duration wish) {
    if (wish.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return wish.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wish;
  }

  private Future<Void> step() {
    percent = Math.min(MOST_PERCENT, percent + 1);
    return stay.step("network-watcher", percent);
  }

  private Future<Void> keep(Bookmark mark) {
    return checkpoint.save(mark.text());
  }
}
