package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivenessRulesTest {

  @Test
  void shouldSeeATunnelThatKeepsGoingUpAndDown() throws IOException {
    // When
    var diagnosis = Fixture.log("Flapping/positive");

    // Then
    assertThat(diagnosis.findings()).extracting(Finding::cause).containsExactly(Cause.FLAPPING);
    assertThat(diagnosis.worst().fact(Fact.TIMES)).contains("4");
    assertThat(diagnosis.worst().fact(Fact.SINCE)).contains("2026-11-20T09:00:41Z");
    assertThat(diagnosis.worst().fact(Fact.UNTIL)).contains("2026-11-20T09:09:41Z");
    assertThat(diagnosis.worst().proof()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"twice", "rarely", "no-times"})
  void shouldNotCallFewOrRareLossesFlapping(String log) throws IOException {
    assertThat(Fixture.log("Flapping/" + log).findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.PEER_VANISHED);
  }

  @Test
  void shouldNotCountRekeyingAsALoss() throws IOException {
    assertThat(Fixture.log("PeerReachability/charon-rekeyed").worst().cause())
        .isEqualTo(Cause.HEALTHY);
    assertThat(Fixture.log("Flapping/renewed").findings())
        .extracting(Finding::cause)
        .doesNotContain(Cause.FLAPPING);
  }

  /** Whoever closes a tunnel by himself has not lost it, and the next loss counts again. */
  @Test
  void shouldCountLossesAfterATunnelThatThisSideClosed() throws IOException {
    assertThat(Fixture.log("Flapping/closed-here-first").worst().cause()).isEqualTo(Cause.FLAPPING);
  }

  /** A first message that meets silence is a peer that is not there, whatever was up before. */
  @Test
  void shouldNotCallAPeerVanishedThatIsDialledAnew() throws IOException {
    assertThat(Fixture.log("PeerReachability/charon-dialled-again").worst().cause())
        .isEqualTo(Cause.PEER_UNREACHABLE);
  }

  /** What could not even be sent tells nothing of ports. */
  @Test
  void shouldNotBlameAPortForANameThatDoesNotResolve() throws IOException {
    assertThat(Fixture.log("PeerReachability/charon-no-such-name").findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.PEER_UNREACHABLE);
  }
}
