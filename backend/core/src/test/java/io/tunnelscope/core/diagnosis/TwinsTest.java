package io.tunnelscope.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Twins.Mend;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinsTest {

  @ParameterizedTest
  @CsvSource({
    "HEALTHY,CERTAIN,HEALTHY,CERTAIN,NEITHER,HEALTHY",
    "AUTH_PSK_MISMATCH,CERTAIN,AUTH_PSK_MISMATCH,LIKELY,BOTH,AUTH_PSK_MISMATCH",
    "UNDETERMINABLE,POSSIBLE,IKE_PROPOSAL_MISMATCH,CERTAIN,BOTH,IKE_PROPOSAL_MISMATCH",
    "UNDETERMINABLE,POSSIBLE,CONFIG_NOT_LOADED,CERTAIN,SECOND,CONFIG_NOT_LOADED",
    "CONFIG_NOT_LOADED,CERTAIN,IKE_PROPOSAL_MISMATCH,LIKELY,FIRST,CONFIG_NOT_LOADED",
    "PEER_UNREACHABLE,CERTAIN,PLANNED_MAINTENANCE,CERTAIN,SECOND,PLANNED_MAINTENANCE",
    "PLATFORM_INACTIVE,CERTAIN,HEALTHY,CERTAIN,FIRST,PLATFORM_INACTIVE",
    "HEALTHY,CERTAIN,AUTH_PSK_MISMATCH,CERTAIN,CONTRADICTION,AUTH_PSK_MISMATCH",
    "TS_MISMATCH,CERTAIN,AUTH_PSK_MISMATCH,CERTAIN,CONTRADICTION,TS_MISMATCH",
    "TS_MISMATCH,CERTAIN,ESP_PROPOSAL_MISMATCH,LIKELY,BOTH,TS_MISMATCH",
    "UNDETERMINABLE,POSSIBLE,UNDETERMINABLE,POSSIBLE,UNKNOWN,UNDETERMINABLE",
    "HEALTHY,CERTAIN,UNDETERMINABLE,POSSIBLE,CONTRADICTION,UNDETERMINABLE"
  })
  void shouldSayWhichHalfToMend(
      Cause first, Certainty sure, Cause second, Certainty secondSure, Mend mend, Cause root) {
    // When
    var twins = Twins.compare(half(first, sure), half(second, secondSure));

    // Then
    assertThat(twins.mend()).isEqualTo(mend);
    assertThat(twins.root().cause()).isEqualTo(root);
  }

  @Test
  void shouldMirrorItselfWhenTheHalvesChangePlaces() {
    var refused = half(Cause.CONFIG_NOT_LOADED, Certainty.CERTAIN);
    var heard = half(Cause.UNDETERMINABLE, Certainty.POSSIBLE);
    assertThat(Twins.compare(refused, heard).mend()).isEqualTo(Mend.FIRST);
    assertThat(Twins.compare(heard, refused).mend()).isEqualTo(Mend.SECOND);
  }

  @Test
  void shouldSayItInOneSentence() {
    var same = half(Cause.AUTH_PSK_MISMATCH, Certainty.CERTAIN);
    var finding = same.worst();
    assertThat(Twins.compare(same, same).inWords(Language.EN))
        .isEqualTo("Give both halves the same setting. Root cause: Pre-shared keys differ.");
    for (var mend : Mend.values()) {
      assertThat(new Twins(mend, finding).inWords(Language.KO)).matches(".*[가-힣].*");
    }
  }

  private static Diagnosis half(Cause cause, Certainty certainty) {
    var finding =
        cause == Cause.UNDETERMINABLE
            ? Finding.undeterminable(Fault.IKE_POLICY_MISMATCH, Cause.IKE_PROPOSAL_MISMATCH)
            : Finding.of(cause, certainty);
    return new Diagnosis(
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty(),
        cause == Cause.HEALTHY ? Code.HEALTHY : Code.UNHEALTHY,
        finding.severity(),
        List.of(finding),
        List.of(),
        List.of(),
        List.of());
  }
}
