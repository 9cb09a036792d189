package io.tunnelscope.app.runs;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.bundles.BundleStore.Written;
import io.tunnelscope.app.bundles.Delivery;
import io.tunnelscope.core.diagnosis.BrokenRule;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.evidence.EvidenceSet;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a run ends. */
sealed interface Outcome {

  RunState state();

  /**
   * The target was looked at, and something can be said.
   *
   * @param logs the log files of the run, already in the store
   * @param delivery what became of them elsewhere; empty when nobody wants them there
   */
  record Diagnosed(
      EvidenceSet evidence,
      Diagnosis diagnosis,
      Optional<Written> logs,
      Optional<Delivery> delivery)
      implements Outcome {
    public Diagnosed {
      requireNonNull(evidence);
      requireNonNull(diagnosis);
      requireNonNull(logs);
      requireNonNull(delivery);
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
