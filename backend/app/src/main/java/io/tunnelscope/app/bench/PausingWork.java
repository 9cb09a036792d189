package io.tunnelscope.app.bench;

import io.tunnelscope.app.runs.Lease;
import io.tunnelscope.app.runs.Stopped.Why;
import io.tunnelscope.app.runs.Work;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A run that only takes its time; it is told when it is over. */
final class PausingWork implements Work {
  private final Lease lease;
  private final Duration pause;
  private final ScheduledExecutorService clock;
  private final Consumer<String> told;
  private final Promise<Boolean> over;

  /**
   * @param clock finer than that of an event loop, which counts milliseconds
   */
  PausingWork(Lease lease, Duration pause, ScheduledExecutorService clock, Consumer<String> told) {
    this.lease = lease;
    this.pause = pause;
    this.clock = clock;
    this.told = told;
    this.over = Promise.promise();
  }

  @Override
  public boolean run() {
    long start = QueueJob.nowMicros();
    if (!pause.isZero()) {
      var alarm =
          clock.schedule(() -> over.tryComplete(true), pause.toNanos(), TimeUnit.NANOSECONDS);
      boolean done = over.future().await();
      alarm.cancel(false);
      if (!done) {
        return false;
      }
    }
    told.accept(QueueJob.line(lease, start, QueueJob.nowMicros()));
    return true;
  }

  @Override
  public void stop(Why why) {
    over.tryComplete(false);
  }
}
