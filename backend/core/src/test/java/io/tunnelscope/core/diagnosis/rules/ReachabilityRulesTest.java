package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachabilityRulesTest {

  @Test
  void shouldBeSureOfSilenceToTheFirstMessage() throws IOException {
    // When
    var found = Fixture.log("PeerReachability/positive").worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(found.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(found.fact(Fact.TIMES)).contains("2");
  }

  @Test
  void shouldNotMindALostMessage() throws IOException {
    assertThat(Fixture.log("PeerReachability/near-miss").code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldNotCallAPeerUnreachableThatAnsweredOnce() throws IOException {
    var found = Fixture.log("PeerReachability/later-silence").worst();
    assertThat(found.fault()).isEqualTo(Fault.PEER_REACHABILITY);
    assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
    assertThat(found.candidates()).contains(Cause.UDP4500_BLOCKED, Cause.FRAGMENTATION);
  }

  @ParameterizedTest
  @CsvSource({
    "charon-second-silent,UDP4500_BLOCKED,LIKELY",
    "charon-begins-late,UDP4500_BLOCKED,LIKELY",
    "charon-large-500,FRAGMENTATION,LIKELY",
    "charon-large-4500,UNDETERMINABLE,POSSIBLE",
    "charon-small-500,UNDETERMINABLE,POSSIBLE",
    "charon-third-silent,PEER_VANISHED,LIKELY"
  })
  void shouldReadSilenceByWhatMetIt(String log, Cause cause, Certainty certainty)
      throws IOException {
    var found = Fixture.log("PeerReachability/" + log).worst();
    assertThat(found.cause()).isEqualTo(cause);
    assertThat(found.certainty()).isEqualTo(certainty);
    assertThat(found.fault()).isEqualTo(Fault.PEER_REACHABILITY);
  }

  @Test
  void shouldNotBlameTheKeyForALargeMessage() throws IOException {
    assertThat(Fixture.log("PeerReachability/charon-large-4500").worst().candidates())
        .containsExactly(Cause.UDP4500_BLOCKED, Cause.FRAGMENTATION);
  }

  @Test
  void shouldSeeThatARefusalExplainsTheSilenceAfterIt() throws IOException {
    assertThat(Fixture.log("PeerReachability/refused-then-silent").findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.AUTH_PSK_MISMATCH);
  }

  @Test
  void shouldTellOfAPeerThatVanishedEvenIfItCameBack() throws IOException {
    assertThat(Fixture.log("PeerVanished/positive").worst().cause()).isEqualTo(Cause.PEER_VANISHED);
    assertThat(Fixture.log("PeerVanished/came-back").worst().cause())
        .isEqualTo(Cause.PEER_VANISHED);
  }
}
