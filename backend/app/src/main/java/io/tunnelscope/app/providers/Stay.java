package io.tunnelscope.app.providers;

import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * How long a visit may last: to the deadline of its run, and no longer than somebody waits for it.
 */
public record Stay(Deadline deadline, Progress progress) {

  /** What is not asked for the report's sake. */
  private static final Duration TO_REPORT = Duration.ofSeconds(1);

  private static final long BETWEEN_GLANCES_MS = 200;

  /** By when something has to be answered that may take this long. */
  public Deadline within(Duration most) {
    return deadline.earlierBy(TO_REPORT).within(most);
  }

  /** Says what comes next. Fails when nobody waits for it any more. */
  public Future<Void> step(String probe, int percent) {
    if (progress.isCancelled()) {
      return over();
    }
    progress.probe(probe, percent);
    return Future.succeededFuture();
  }

  /** The result of the work, unless the run is cancelled before; the work itself is left alone. */
  public <T> Future<T> unlessCancelled(Vertx vertx, Future<T> work) {
    Promise<T> first = Promise.promise();
    long glances =
        vertx.setPeriodic(
            BETWEEN_GLANCES_MS,
            _ -> {
              if (progress.isCancelled()) {
                Stay.<T>over().onFailure(first::tryFail);
              }
            });
    work.onComplete(first::tryComplete, first::tryFail);
    return first.future().onComplete(_ -> vertx.cancelTimer(glances));
  }

  /** The result of the work, which is left alone when it does not come by the deadline. */
  public <T> Future<T> bound(Vertx vertx, Future<T> work) {
    Promise<T> first = Promise.promise();
    long alarm =
        vertx.setTimer(
            deadline.remaining().toMillis() + 1, _ -> Stay.<T>over().onFailure(first::tryFail));
    work.onComplete(first::tryComplete, first::tryFail);
    return first.future().onComplete(_ -> vertx.cancelTimer(alarm));
  }

  private static <T> Future<T> over() {
    return Future.failedFuture(new CollectFailed(new CollectFailure.TimedOut()));
  }
}
