package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** Asks every rule and ranks what they found. Immutable and pure; any thread. */
public final class RuleBook {

  private final SequencedMap<String, Rule> rules;
  private final SequencedMap<String, NoticeRule> noticeRules;

  /**
   * @param rules by name, in the order they are asked
   */
  public RuleBook(SequencedMap<String, Rule> rules, SequencedMap<String, NoticeRule> noticeRules) {
    this.rules = rules;
    this.noticeRules = noticeRules;
  }

  /**
   * The diagnosis of what was seen. A rule that throws never costs what the others found; it is
   * listed in the result.
   *
   * @param start when the run began
   * @param end when its evidence was complete
   */
  public Diagnosis diagnose(EvidenceSet evidence, Instant start, Instant end) {
    var broken = new ArrayList<BrokenRule>();
    var found = new ArrayList<Finding>();
    rules.forEach(
        (name, rule) -> {
          try {
            found.addAll(rule.examine(evidence));
          } catch (RuntimeException e) {
            broken.add(new BrokenRule(name, e.getClass().getName()));
          }
        });
    var noticed = new ArrayList<Notice>();
    noticeRules.forEach(
        (name, rule) -> {
          try {
            noticed.addAll(rule.examine(evidence));
          } catch (RuntimeException e) {
            broken.add(new BrokenRule(name, e.getClass().getName()));
          }
        });
    var software = software(evidence);
    var findings =
        Ranking.of(evidence, found).stream()
            .map(finding -> Quotation.beside(finding, evidence).with(Fact.SOFTWARE, software))
            .toList();
    return new Diagnosis(
        start,
        end,
        evidence.target(),
        codeOf(findings),
        findings.getFirst().severity(),
        findings,
        noticed.stream().map(notice -> notice.with(Fact.SOFTWARE, software)).toList(),
        Timeline.of(evidence, findings.getFirst()),
        List.copyOf(evidence.all(Missing.class)),
        broken);
  }

  /** What the gateway says it runs, blank when it was not asked. */
  private static String software(EvidenceSet evidence) {
    return evidence
        .config("software")
        .filter(part -> part.connection().isBlank())
        .map(ConfigPart::value)
        .findFirst()
        .orElse("");
  }

  private static Code codeOf(List<Finding> findings) {
    return switch (findings.getFirst().fault()) {
      case NO_FAULT -> Code.HEALTHY;
      case UNDETERMINED -> Code.UNDETERMINED;
      default -> Code.UNHEALTHY;
    };
  }
}
