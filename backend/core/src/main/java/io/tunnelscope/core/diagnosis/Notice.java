package io.tunnelscope.core.diagnosis;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.evidence.EvidenceRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something worth knowing that is no fault and never changes the overall code.
 *
 * @param facts details by {@link Fact#key()}
 */
public record Notice(
    NoticeKind kind,
    Severity severity,
    Certainty certainty,
    Map<String, String> facts,
    List<EvidenceRef> proof) {

  public Notice {
    requireNonNull(kind, "kind");
    requireNonNull(severity, "severity");
    requireNonNull(certainty, "certainty");
    facts = Map.copyOf(facts);
    proof = List.copyOf(proof);
  }

  public static Notice of(NoticeKind kind, Map<String, String> facts, List<EvidenceRef> proof) {
    return new Notice(kind, Severity.WARNING, Certainty.LIKELY, facts, proof);
  }

  /** This notice with a detail; a blank one is left out. */
  public Notice with(Fact fact, String value) {
    if (value.isBlank()) {
      return this;
    }
    var more = new HashMap<>(facts);
    more.put(fact.key(), value);
    return new Notice(kind, severity, certainty, more, proof);
  }
}
