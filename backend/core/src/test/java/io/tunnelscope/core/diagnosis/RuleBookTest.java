package io.tunnelscope.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleBookTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void shouldKeepWhatOthersFoundWhenARuleThrows() {
    // Given
    var rules = new LinkedHashMap<String, Rule>();
    rules.put(
        "broken",
        evidence -> {
          throw new IllegalStateException("a secret of the evidence");
        });
    rules.put("fine", evidence -> List.of(Finding.of(Cause.TS_MISMATCH, Certainty.CERTAIN)));

    // When
    var diagnosis = new RuleBook(rules, new LinkedHashMap<>()).diagnose(nothing(), NOW, NOW);

    // Then
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.TS_MISMATCH);
    assertThat(diagnosis.brokenRules())
        .containsExactly(new BrokenRule("broken", "java.lang.IllegalStateException"));
  }

  @Test
  void shouldPutTheRootFirst() {
    var diagnosis =
        book(
                Finding.of(Cause.NO_CONNECTIONS, Certainty.CERTAIN),
                Finding.of(Cause.AUTH_PSK_MISMATCH, Certainty.LIKELY),
                Finding.of(Cause.TS_MISMATCH, Certainty.CERTAIN),
                Finding.of(Cause.PLANNED_MAINTENANCE, Certainty.CERTAIN))
            .diagnose(nothing(), NOW, NOW);
    assertThat(diagnosis.findings())
        .extracting(Finding::cause)
        .containsExactly(
            Cause.PLANNED_MAINTENANCE,
            Cause.TS_MISMATCH,
            Cause.AUTH_PSK_MISMATCH,
            Cause.NO_CONNECTIONS);
  }

  @Test
  void shouldDropAnOpenQuestionThatIsAnswered() {
    var diagnosis =
        book(
                Finding.undeterminable(Fault.AUTHENTICATION, Cause.ID_MISMATCH),
                Finding.of(Cause.AUTH_PSK_MISMATCH, Certainty.LIKELY))
            .diagnose(nothing(), NOW, NOW);
    assertThat(diagnosis.findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.AUTH_PSK_MISMATCH);
  }

  @Test
  void shouldJoinTheProofOfTwoRulesThatSawTheSame() {
    // Given
    var one = new EvidenceRef("a.log", 1, "one");
    var two = new EvidenceRef("b.log", 2, "two");

    // When
    var diagnosis =
        book(
                Finding.of(Cause.AUTH_CERT, Certainty.LIKELY).provenBy(List.of(one)),
                Finding.of(Cause.AUTH_CERT, Certainty.CERTAIN).provenBy(List.of(two)))
            .diagnose(nothing(), NOW, NOW);

    // Then
    assertThat(diagnosis.findings()).hasSize(1);
    assertThat(diagnosis.worst().certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(diagnosis.worst().proof()).containsExactly(two, one);
  }

  @Test
  void shouldNotCallSilenceHealthy() {
    var diagnosis = book().diagnose(nothing(), NOW, NOW);
    assertThat(diagnosis.code()).isEqualTo(Code.UNDETERMINED);
    assertThat(diagnosis.findings()).hasSize(1);
  }

  private static RuleBook book(Finding... findings) {
    var rules = new LinkedHashMap<String, Rule>();
    rules.put("all", evidence -> List.of(findings));
    return new RuleBook(rules, new LinkedHashMap<>());
  }

  private static EvidenceSet nothing() {
    return EvidenceSet.builder(Scope.LOGS, NOW).build();
  }
}
