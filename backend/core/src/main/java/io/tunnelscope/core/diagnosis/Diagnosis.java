package io.tunnelscope.core.diagnosis;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.network.ArmId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer of one troubleshoot run.
 *
 * @param findings the root cause first; never empty: a healthy answer holds one {@code NoFault}
 * @param timeline the negotiation that the root cause is about, up to where it stopped; the last 30
 *     steps, empty when there is none in the evidence
 * @param brokenRules rules that threw; empty unless we have a bug
 */
public record Diagnosis(
    Instant startTime,
    Instant endTime,
    Optional<ArmId> target,
    Code code,
    Severity severity,
    List<Finding> findings,
    List<Notice> notices,
    List<TimelineStep> timeline,
    List<Missing> missing,
    List<BrokenRule> brokenRules) {

  public Diagnosis {
    requireNonNull(startTime, "startTime");
    requireNonNull(endTime, "endTime");
    requireNonNull(target, "target");
    requireNonNull(code, "code");
    requireNonNull(severity, "severity");
    findings = List.copyOf(findings);
    notices = List.copyOf(notices);
    timeline = List.copyOf(timeline);
    missing = List.copyOf(missing);
    brokenRules = List.copyOf(brokenRules);
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("a diagnosis says something");
    }
  }

  /** Without a timeline. */
  public Diagnosis(
      Instant startTime,
      Instant endTime,
      Optional<ArmId> target,
      Code code,
      Severity severity,
      List<Finding> findings,
      List<Notice> notices,
      List<Missing> missing,
      List<BrokenRule> brokenRules) {
    this(
        startTime,
        endTime,
        target,
        code,
        severity,
        findings,
        notices,
        List.of(),
        missing,
        brokenRules);
  }

  /** The root cause, or the {@code NoFault}. */
  public Finding worst() {
    return findings.getFirst();
  }

  /** Whether a run that ends like this leaves log files. */
  public boolean writesLogs() {
    return worst().fault().writesLogs();
  }
}
