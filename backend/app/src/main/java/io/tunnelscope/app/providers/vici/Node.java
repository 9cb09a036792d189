package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.ProcessorWork;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The machine that asks. Futures complete on the context of the caller.
 *
 * @param reading takes few logs at once, because each holds some megabytes of one in memory
 * @param zone in which gateways on this machine write the times of their logs
 */
record Node(Vertx vertx, ProcessorWork reading, Clock clock, ZoneId zone) {

  ZonedDateTime now() {
    return clock.instant().atZone(zone);
  }

  Future<Void> pause(Duration time) {
    return vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }

  /** For what blocks for a moment. */
  <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  /** For what works through a log. */
  <T> Future<T> reading(Callable<T> work) {
    return reading.run(work);
  }
}
