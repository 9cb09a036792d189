package io.tunnelscope.app.runs;

import io.tunnelscope.app.bundles.LogFileRow;
import io.tunnelscope.app.bundles.StoredBundle;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diff.Diff;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run and everything around it.
 *
 * @param waiting why it has not begun; empty once it has
 * @param expectedStart empty once it has begun, and when it cannot be told
 * @param changes since the last finished run of the target
 */
public record RunDetails(
    Run run,
    Optional<Waiting> waiting,
    Optional<Instant> expectedStart,
    Optional<Diagnosis> diagnosis,
    List<LogFileRow> logs,
    Optional<StoredBundle> bundle,
    Optional<Changes> changes) {

  /** As {@link Waiting#place}. */
  public Optional<Integer> position() {
    return waiting.map(Waiting::place);
  }

  /** What changed since that run. */
  public record Changes(Run since, Diff diff) {
    DiffJson json(Run run, Language language) {
      return DiffJson.of(since, run, diff, language);
    }
  }
}
