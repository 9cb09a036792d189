package io.tunnelscope.app.runs;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.bundles.LogFileRow;
import io.tunnelscope.app.bundles.StoredBundle;
import io.tunnelscope.core.diagnosis.BrokenRule;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.evidence.EvidenceSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a run ends. */
sealed interface Outcome {

  RunState state();

  /** The target was looked at, and something can be said. */
  record Diagnosed(EvidenceSet evidence, Diagnosis diagnosis, Optional<Written> logs)
      implements Outcome {
    public Diagnosed {
      requireNonNull(evidence);
      requireNonNull(diagnosis);
      requireNonNull(logs);
    }

    /** A broken rule may have been the one that would have known. */
    @Override
    public RunState state() {
      return diagnosis.brokenRules().isEmpty() ? RunState.SUCCEEDED : RunState.FAILED;
    }

    Optional<Failure> failure() {
      return state() == RunState.SUCCEEDED
          ? Optional.empty()
          : Optional.of(
              new Failure(
                  Failure.RULE_BROKEN,
                  diagnosis.brokenRules().stream()
                      .map(BrokenRule::rule)
                      .collect(Collectors.joining(", "))));
    }
  }

  /** The log files of the run, already in the store. */
  record Written(StoredBundle bundle, List<LogFileRow> files) {
    public Written {
      files = List.copyOf(files);
    }
  }

  /** No diagnosis could be made. */
  record Failed(Failure failure) implements Outcome {
    @Override
    public RunState state() {
      return RunState.FAILED;
    }
  }

  /** Somebody did not want it any more. */
  record Cancelled() implements Outcome {
    @Override
    public RunState state() {
      return RunState.CANCELLED;
    }
  }
}
