package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.LaneQueue.LaneFence;
import io.tunnelscope.app.runs.LaneQueue.Renewed;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds on to the leases of a worker while it works. On the context of the worker alone. */
final class Renewals {
  private final LaneQueue lanes;
  private final WorkerOptions options;

  /** When each lease began anew, at the latest, by our own clock. */
  private final Map<LaneFence, Long> renewedAt = new HashMap<>();

  private long lastLook = System.nanoTime();
  private long lastBeat = lastLook;

  Renewals(LaneQueue lanes, WorkerOptions options) {
    this.lanes = lanes;
    this.options = options;
  }

  /** Renews all of them once a heartbeat. Completes with those that are lost. */
  Future<Set<Lease>> renew(List<Lease> leases) {
    long now = System.nanoTime();
    getToKnow(leases, now);
    if (leases.isEmpty()) {
      lastBeat = now;
    }
    if (now - lastBeat < options.heartbeat().toNanos()) {
      return Future.succeededFuture(overdue(leases));
    }
    return lanes.renew(leases).map(renewed -> lostAmong(leases, renewed, now));
  }

  /** New ones were claimed after the last look. */
  private void getToKnow(List<Lease> leases, long now) {
    var fences = leases.stream().map(LaneFence::of).collect(Collectors.toSet());
    renewedAt.keySet().retainAll(fences);
    fences.forEach(fence -> renewedAt.putIfAbsent(fence, lastLook));
    lastLook = now;
  }

  private Set<Lease> lostAmong(List<Lease> leases, Renewed renewed, long asked) {
    lastBeat = asked;
    renewed.renewed().forEach(fence -> renewedAt.replace(fence, asked));
    var lost = overdue(leases);
    leases.stream()
        .filter(lease -> !renewed.held().contains(LaneFence.of(lease)))
        .forEach(lost::add);
    return lost;
  }

  /** By our own clock they have ended, whatever the database would say. */
  Set<Lease> overdue(Collection<Lease> leases) {
    long now = System.nanoTime();
    return leases.stream()
        .filter(
            lease ->
                now - renewedAt.getOrDefault(LaneFence.of(lease), now) > options.lease().toNanos())
        .collect(Collectors.toSet());
  }
}
