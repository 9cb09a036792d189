package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.evidence.CpuSample;
import io.vertx.core.Future;
import java.time.Duration;

/** Watches for a moment how busy this machine is. */
final class HostWatch {

  /** Long enough for the kernel's clock ticks to tell one per cent from the next. */
  static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);

  /** Above this one looks twice: a second of work is no load. */
  private static final int BUSY = 95;

  private final Node node;

  HostWatch(Node node) {
    this.node = node;
  }

  /**
   * Takes a second, or two where the first was a busy one. Fails where there is no such account.
   */
  Future<CpuSample> sample() {
    return busy()
        .compose(
            first ->
                first > BUSY
                    ? busy().map(again -> Math.min(first, again))
                    : Future.succeededFuture(first))
        .compose(percent -> node.blocking(() -> HostLoad.sample(percent)));
  }

  /** In per cent. */
  private Future<Integer> busy() {
    return node.blocking(HostLoad::read)
        .compose(
            earlier ->
                node.pause(BETWEEN_READINGS)
                    .compose(_ -> node.blocking(HostLoad::read))
                    .map(later -> later.since(earlier)));
  }
}
