package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.Stopped.Why;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** The brake of one run; pulled at most once. Any thread. */
final class RunStop {
  private final Promise<Void> pulled = Promise.promise();

  void because(Why why) {
    pulled.tryFail(new Stopped(why));
  }

  boolean isStopped() {
    return pulled.future().isComplete();
  }

  /** The result of the work, or {@link Stopped}; the work itself is left alone. */
  <T> Future<T> orStopped(Future<T> work) {
    var result = Promise.<T>promise();
    // First: work that ended because it saw the stop tells of a failure that a retry might mend.
    pulled.future().onFailure(result::tryFail);
    work.onComplete(result::tryComplete, result::tryFail);
    return result.future();
  }
}
