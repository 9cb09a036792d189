package io.tunnelscope.app.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tunnelscope.app.history.TurningPoints.Point;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.runs.RunSummaryJson;
import java.time.Instant;
import java.util.Optional;

/**
 * A page of the runs of a target on the wire, newest first, and since when it is bad.
 *
 * @param firstBadRun left out while the target is healthy
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record HistoryJson(
    @JsonUnwrapped Page<RunSummaryJson> page,
    Optional<PointJson> firstBadRun,
    Optional<PointJson> lastGoodRun) {

  record PointJson(String id, Instant finishedAt) {
    static PointJson of(Point point) {
      return new PointJson(point.run().toString(), point.finishedAt());
    }
  }

  static HistoryJson of(Page<RunSummaryJson> page, TurningPoints points) {
    return new HistoryJson(
        page, points.firstBad().map(PointJson::of), points.lastGood().map(PointJson::of));
  }
}
