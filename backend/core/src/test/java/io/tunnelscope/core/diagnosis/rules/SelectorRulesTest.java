package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.ComparedField;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorRulesTest {

  @Test
  void shouldShowWhatThePeerAskedFor() throws IOException {
    // When
    var diagnosis = Fixture.log("IkePolicyMismatchSelectors/positive");

    // Then
    assertThat(diagnosis.findings()).hasSize(1);
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.TS_MISMATCH);
    assertThat(diagnosis.worst().certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(diagnosis.worst().fact(Fact.THEIRS).orElseThrow())
        .contains("192.168.9.0-192.168.9.255");
  }

  @Test
  void shouldCompareOnlyWhereBothSidesAreKnown() {
    // Given
    var theirs =
        Finding.of(Cause.TS_MISMATCH, Certainty.CERTAIN).with(Fact.THEIRS, "192.168.9.0/24");

    // Then
    assertThat(ComparedField.of(theirs)).isEmpty();
    assertThat(ComparedField.of(theirs.with(Fact.OURS, "10.2.0.0/16")))
        .containsExactly(
            new ComparedField("networks", List.of("10.2.0.0/16"), List.of("192.168.9.0/24")));
  }

  @Test
  void shouldNotMindSelectorsThatWereAgreed() throws IOException {
    assertThat(Fixture.log("IkePolicyMismatchSelectors/near-miss").code()).isEqualTo(Code.HEALTHY);
  }
}
