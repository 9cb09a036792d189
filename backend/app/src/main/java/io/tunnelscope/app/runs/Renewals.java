package io.tunnelscope.app.runs;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds on to the leases of a worker while it works. On the context of the worker alone. */
final class Renewals {
  private final LaneQueue lanes;
  private final WorkerOptions options;
  private long renewedAt = System.nanoTime();

  Renewals(LaneQueue lanes, WorkerOptions options) {
    this.lanes = lanes;
    this.options = options;
  }

  /** Renews all of them once a heartbeat. Completes with those that turned out to be lost. */
  Future<Set<Lease>> renew(List<Lease> leases) {
    long now = System.nanoTime();
    if (leases.isEmpty()) {
      renewedAt = now;
      return Future.succeededFuture(Set.of());
    }
    if (now - renewedAt < options.heartbeat().toNanos()) {
      return Future.succeededFuture(Set.of());
    }
    return lanes
        .renew(leases)
        .map(
            held -> {
              renewedAt = now;
              return leases.stream()
                  .filter(lease -> !held.contains(lease))
                  .collect(Collectors.toSet());
            });
  }

  /** By our own clock they have ended, whatever the database would say. */
  boolean areOverdue() {
    return System.nanoTime() - renewedAt > options.lease().toNanos();
  }
}
