package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Verdict;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts what the platform's own troubleshooter said beside what we found. */
final class Quotation {

  private Quotation() {}

  /** The finding with the words and links of a verdict that names the same fault. */
  static Finding beside(Finding finding, EvidenceSet evidence) {
    var same =
        evidence.verdicts().stream()
            .filter(verdict -> Fault.parse(verdict.fault()).equals(Optional.of(finding.fault())))
            .toList();
    if (same.isEmpty()) {
      return finding;
    }
    return finding
        .with(Fact.LINKS, links(same))
        .provenBy(same.stream().flatMap(verdict -> verdict.refs().stream()).toList());
  }

  private static String links(List<Verdict> verdicts) {
    return verdicts.stream()
        .flatMap(verdict -> verdict.links().stream())
        .map(URI::toASCIIString)
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
