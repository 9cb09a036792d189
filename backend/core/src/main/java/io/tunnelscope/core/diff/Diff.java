package io.tunnelscope.core.diff;

import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What changed between two diagnoses of a target. Counters and times that differ in every run are
 * no change.
 *
 * @param changes what appeared or got worse first
 */
public record Diff(List<Change> changes) {

  public Diff {
    changes = List.copyOf(changes);
  }

  /**
   * @param before empty for the first run of a target: all its faults appear
   */
  public static Diff between(Optional<Diagnosis> before, Diagnosis after) {
    return ofFindings(before.map(Diagnosis::findings).orElse(List.of()), after.findings());
  }

  /** The same from the findings alone, as they were stored. */
  public static Diff ofFindings(List<Finding> before, List<Finding> after) {
    var old = faults(before);
    var now = faults(after);
    var changes = new ArrayList<Change>();
    now.forEach(
        (key, finding) -> {
          var was = old.get(key);
          if (was == null) {
            changes.add(appeared(finding));
          } else {
            compare(was, finding).ifPresent(changes::add);
          }
        });
    old.forEach(
        (key, finding) -> {
          if (!now.containsKey(key)) {
            changes.add(cleared(finding));
          }
        });
    changes.sort((a, b) -> Integer.compare(weight(a), weight(b)));
    return new Diff(changes);
  }

  public boolean changed() {
    return !changes.isEmpty();
  }

  private static Map<String, Finding> faults(List<Finding> findings) {
    var faults = new LinkedHashMap<String, Finding>();
    findings.stream()
        .filter(finding -> finding.severity() != Severity.OK)
        .forEach(finding -> faults.putIfAbsent(finding.key(), finding));
    return faults;
  }

  private static Optional<Change> compare(Finding was, Finding is) {
    var before = FaultState.of(was);
    var after = FaultState.of(is);
    return before.equals(after)
        ? Optional.empty()
        : Optional.of(change(direction(was, is), is, Optional.of(before), Optional.of(after)));
  }

  private static ChangeKind direction(Finding was, Finding is) {
    var worse = is.severity().compareTo(was.severity());
    if (worse == 0) {
      return ChangeKind.CHANGED;
    }
    return worse > 0 ? ChangeKind.WORSE : ChangeKind.BETTER;
  }

  private static Change appeared(Finding finding) {
    return change(
        ChangeKind.APPEARED, finding, Optional.empty(), Optional.of(FaultState.of(finding)));
  }

  private static Change cleared(Finding finding) {
    return change(
        ChangeKind.CLEARED, finding, Optional.of(FaultState.of(finding)), Optional.empty());
  }

  private static Change change(
      ChangeKind kind, Finding of, Optional<FaultState> before, Optional<FaultState> after) {
    return new Change(kind, of.fault(), of.cause(), before, after);
  }

  private static int weight(Change change) {
    return switch (change.kind()) {
      case APPEARED -> 0;
      case WORSE -> 1;
      case CHANGED -> 2;
      case BETTER -> 3;
      case CLEARED -> 4;
    };
  }
}
