package io.tunnelscope.app.runs;

/**
 * How many runs to claim beyond the free slots: as many as end during a round trip to the database,
 * so that no slot stands idle while the next claim is on its way. None when runs are long: a run
 * that waits in one process cannot be begun by another.
 */
final class ClaimAhead {
  /** A slow round trip shall not find the slots empty. */
  private static final double MARGIN = 2;

  private static final double WEIGHT = 0.1;

  private double roundTripNanos;
  private double runNanos;

  void tookRoundTrip(long nanos) {
    roundTripNanos = average(roundTripNanos, nanos);
  }

  void tookRun(long nanos) {
    runNanos = average(runNanos, nanos);
  }

  int runs(int slots) {
    return runNanos == 0 ? 0 : (int) Math.min(slots, MARGIN * slots * roundTripNanos / runNanos);
  }

  private static double average(double before, long now) {
    return before == 0 ? Math.max(1, now) : before + WEIGHT * (now - before);
  }
}
