package io.tunnelscope.app.history;

import io.tunnelscope.app.identity.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * Since when a target is bad.
 *
 * @param firstBad the first unhealthy run after the last healthy one; empty when it is healthy
 * @param lastGood the last healthy run; empty when there was none
 */
public record TurningPoints(Optional<Point> firstBad, Optional<Point> lastGood) {

  public record Point(RunId run, Instant finishedAt) {}
}
