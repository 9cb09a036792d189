package io.tunnelscope.app.demo;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The history of a tenant: what belongs into it, and the runs of it that are there already, because
 * an earlier start was cut off.
 */
record Plan(TenantId tenant, List<Past> script, List<Run> there) {
  /** What its hours count back from; empty when nothing of it is there. */
  Optional<Instant> now() {
    return there.stream()
        .map(run -> run.times().queued())
        .min(Instant::compareTo)
        .map(oldest -> oldest.plus(Duration.ofHours(Past.HOURS_AGO.getFirst())));
  }

  boolean isDone(Instant now) {
    return there.stream().allMatch(run -> run.state().isFinished())
        && script.stream().noneMatch(past -> lacks(past, now));
  }

  boolean lacks(Past past, Instant now) {
    return there.stream()
        .noneMatch(
            run -> run.targetName().equals(past.target()) && hoursAgo(run, now) == past.hoursAgo());
  }

  private static long hoursAgo(Run run, Instant now) {
    return Math.round(Duration.between(run.times().queued(), now).toMinutes() / 60.0);
  }
}
