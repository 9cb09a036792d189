package io.tunnelscope.core.diagnosis;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.evidence.EvidenceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that is wrong, or that nothing is. In no language: {@link ActionCatalog#explain} puts
 * it into words.
 *
 * @param fault what it is reported as
 * @param facts details by {@link Fact#key()}
 * @param proof the lines that show it; empty when it was not read from a log
 */
public record Finding(
    Fault fault,
    Cause cause,
    Severity severity,
    Certainty certainty,
    Map<String, String> facts,
    List<EvidenceRef> proof) {

  public Finding {
    requireNonNull(fault, "fault");
    requireNonNull(cause, "cause");
    requireNonNull(severity, "severity");
    requireNonNull(certainty, "certainty");
    facts = Map.copyOf(facts);
    proof = List.copyOf(proof);
    if (fault != cause.fault() && cause != Cause.UNDETERMINABLE) {
      throw new IllegalArgumentException(cause + " is not reported as " + fault);
    }
  }

  public static Finding of(Cause cause, Certainty certainty) {
    return new Finding(
        cause.fault(), cause, cause.fault().severity(), certainty, Map.of(), List.of());
  }

  /** A fault of this step is there; the evidence does not tell which of the candidates it is. */
  public static Finding undeterminable(Fault step, Cause... candidates) {
    var names = List.of(candidates).stream().map(Cause::name).collect(Collectors.joining(","));
    var finding =
        new Finding(
            step, Cause.UNDETERMINABLE, step.severity(), Certainty.POSSIBLE, Map.of(), List.of());
    return names.isEmpty() ? finding : finding.with(Fact.CANDIDATES, names);
  }

  /**
   * Nothing can be found before a person mends something.
   *
   * @param obstacle name of its kind
   */
  public static Finding obstructed(String obstacle) {
    return new Finding(
            Fault.UNDETERMINED,
            Cause.UNDETERMINABLE,
            Fault.UNDETERMINED.severity(),
            Certainty.CERTAIN,
            Map.of(),
            List.of())
        .with(Fact.OBSTACLE, obstacle);
  }

  /** This finding with a detail; a blank one is left out. */
  public Finding with(Fact fact, String value) {
    if (value.isBlank()) {
      return this;
    }
    var more = new LinkedHashMap<>(facts);
    more.put(fact.key(), value);
    return new Finding(fault, cause, severity, certainty, more, proof);
  }

  /** This finding with several details; blank ones are left out. */
  public Finding with(Map<Fact, String> details) {
    var more = new LinkedHashMap<>(facts);
    details.forEach(
        (fact, value) -> {
          if (!value.isBlank()) {
            more.put(fact.key(), value);
          }
        });
    return new Finding(fault, cause, severity, certainty, more, proof);
  }

  /** What was found turns out to be another cause. */
  public Finding as(Cause other) {
    return new Finding(other.fault(), other, severity, certainty, facts, proof);
  }

  /** The same trouble, more or less urgent than its fault is as a rule. */
  public Finding as(Severity other) {
    return new Finding(fault, cause, other, certainty, facts, proof);
  }

  /** This finding with further proof, each line once. */
  public Finding provenBy(Collection<EvidenceRef> refs) {
    if (refs.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(proof);
    refs.stream().filter(ref -> !all.contains(ref)).forEach(all::add);
    return new Finding(fault, cause, severity, certainty, facts, all);
  }

  public Optional<String> fact(Fact fact) {
    return Optional.ofNullable(facts.get(fact.key()));
  }

  /** The same for the same trouble in two runs of a target. */
  public String key() {
    return fault.wireId()
        + "/"
        + cause
        + Stream.of(Fact.CONNECTION, Fact.PEER, Fact.NEEDED, Fact.OBSTACLE)
            .map(this::fact)
            .flatMap(Optional::stream)
            .findFirst()
            .map(of -> "/" + of)
            .orElse("");
  }

  /** The details that stay the same from run to run while nothing changes, in a fixed order. */
  public SequencedMap<String, String> stableFacts() {
    var stable = new LinkedHashMap<String, String>();
    for (var fact : Fact.values()) {
      if (!fact.isVolatile()) {
        fact(fact).ifPresent(value -> stable.put(fact.key(), value));
      }
    }
    return stable;
  }

  /**
   * The causes between which the evidence cannot tell; empty but for {@link Cause#UNDETERMINABLE}.
   */
  public List<Cause> candidates() {
    return fact(Fact.CANDIDATES)
        .map(names -> List.of(names.split(",", -1)).stream().map(Cause::valueOf).toList())
        .orElse(List.of());
  }
}
