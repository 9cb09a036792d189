package io.tunnelscope.core.diff;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Fault;
import java.util.Optional;

/**
 * One difference between two diagnoses of a target.
 *
 * @param before what it was, in no language, for instance {@code warning} or {@code ours=aes256};
 *     empty when it appeared
 * @param after what it is now; empty when it cleared
 */
public record Change(
    ChangeKind kind, Fault id, Cause cause, Optional<String> before, Optional<String> after) {

  public Change {
    requireNonNull(kind, "kind");
    requireNonNull(id, "id");
    requireNonNull(cause, "cause");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
  }
}
