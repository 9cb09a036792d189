package io.tunnelscope.app.runs;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a page of the history of a target ends. Runs stand there in the order of their ends, those
 * that have not ended before all others.
 *
 * @param ended empty for one that had not ended
 */
public record HistoryPlace(Optional<Instant> ended, RunId run) {
  public HistoryPlace {
    requireNonNull(ended, "ended");
    requireNonNull(run, "run");
  }

  public static HistoryPlace of(Run run) {
    return new HistoryPlace(run.times().finished(), run.id());
  }
}
