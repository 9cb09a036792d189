package io.tunnelscope.core.diff;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How a fault stood in one run, in no language: {@link
 * io.tunnelscope.core.diagnosis.ActionCatalog#state} puts it into words.
 *
 * @param facts the details that stay while nothing changes, by {@link
 *     io.tunnelscope.core.diagnosis.Fact#key()}, in a fixed order
 */
public record FaultState(
    Severity severity, Certainty certainty, SequencedMap<String, String> facts) {

  public FaultState {
    requireNonNull(severity, "severity");
    requireNonNull(certainty, "certainty");
    facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
  }

  static FaultState of(Finding finding) {
    return new FaultState(finding.severity(), finding.certainty(), finding.stableFacts());
  }
}
