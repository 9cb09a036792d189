package io.tunnelscope.app.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tunnelscope.app.history.TurningPoints.Point;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.runs.RunSummaryJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A page of the runs of a target on the wire, what ended last first, and since when it is bad.
 *
 * @param firstBadRun left out while the target is healthy
 * @param lastDays on the first page alone
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record HistoryJson(
    @JsonUnwrapped Page<RunSummaryJson> page,
    Optional<PointJson> firstBadRun,
    Optional<PointJson> lastGoodRun,
    Optional<SteadinessJson> lastDays) {

  record PointJson(String id, Instant finishedAt) {
    static PointJson of(Point point) {
      return new PointJson(point.run().toString(), point.finishedAt());
    }
  }

  /**
   * How steady the target was in the last days.
   *
   * @param meanSecondsToRecover left out without a recovery, as is the median
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SteadinessJson(
      long days,
      long flaps,
      long recoveries,
      Optional<Long> meanSecondsToRecover,
      Optional<Long> medianSecondsToRecover) {
    static SteadinessJson of(Steadiness steadiness) {
      return new SteadinessJson(
          Steadiness.PERIOD.toDays(),
          steadiness.flaps(),
          steadiness.recoveries(),
          steadiness.mean().map(Duration::toSeconds),
          steadiness.median().map(Duration::toSeconds));
    }
  }

  static HistoryJson of(
      Page<RunSummaryJson> page, TurningPoints points, Optional<Steadiness> steadiness) {
    return new HistoryJson(
        page,
        points.firstBad().map(PointJson::of),
        points.lastGood().map(PointJson::of),
        steadiness.map(SteadinessJson::of));
  }
}
