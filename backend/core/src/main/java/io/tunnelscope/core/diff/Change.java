package io.tunnelscope.core.diff;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Fault;
import java.util.Optional;

/**
 * One difference between two diagnoses of a target.
 *
 * @param before how it stood; empty when it appeared
 * @param after how it stands now; empty when it cleared
 */
public record Change(
    ChangeKind kind,
    Fault id,
    Cause cause,
    Optional<FaultState> before,
    Optional<FaultState> after) {

  public Change {
    requireNonNull(kind, "kind");
    requireNonNull(id, "id");
    requireNonNull(cause, "cause");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
  }
}
