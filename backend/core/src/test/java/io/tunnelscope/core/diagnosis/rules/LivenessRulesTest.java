package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.language.Language;
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
  void shouldWarnOfALossAfterWhichTheTunnelCameUpAgain() throws IOException {
    // Given
    var up =
        """
        Nov 20 09:00:01 west charon[811]: 05[NET] <site|1> sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)
        Nov 20 09:00:02 west charon[811]: 06[IKE] <site|1> IKE_SA site[1] established between 198.51.100.1[west]...203.0.113.9[east]
        Nov 20 09:00:03 west charon[811]: 06[IKE] <site|1> CHILD_SA net{1} established with SPIs c0000001_i c0000002_o and TS 10.1.0.0/24 === 10.2.0.0/24
        """;
    var lost =
        """
        Nov 20 09:30:03 west charon[811]: 06[IKE] <site|1> sending DPD request
        Nov 20 09:31:03 west charon[811]: 06[IKE] <site|1> giving up after 5 retransmits
        """;

    // When
    var still = Fixture.text(up + lost).worst();
    var mended = Fixture.text(up + lost + up.replace("09:00", "09:40").replace("|1>", "|2>"));

    // Then
    assertThat(still.severity()).isEqualTo(Severity.ERROR);
    assertThat(mended.findings()).extracting(Finding::cause).containsExactly(Cause.PEER_VANISHED);
    assertThat(mended.worst().severity()).isEqualTo(Severity.WARNING);
    assertThat(ActionCatalog.explain(mended.worst(), Language.EN).detail())
        .endsWith("It has come up again since then (2026-11-20T09:40:03Z).");
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
