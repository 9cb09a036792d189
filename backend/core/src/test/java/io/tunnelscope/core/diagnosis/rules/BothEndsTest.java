package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one end's log leaves open, the logs of both ends settle. */
class BothEndsTest {

  private static final String THIRD_PEER =
      """
      Nov 20 09:20:01 west charon[811]: 15[NET] <other|7> sending packet: from 198.51.100.1[500] to 192.0.2.77[500] (464 bytes)
      Nov 20 09:20:02 west charon[811]: 15[IKE] <other|7> IKE_SA other[7] established between 198.51.100.1[west]...192.0.2.77[third]
      Nov 20 09:20:02 west charon[811]: 15[IKE] <other|7> CHILD_SA net{7} established with SPIs c0000001_i c0000002_o and TS 10.1.0.0/24 === 10.7.0.0/24
      """;

  @ParameterizedTest
  @CsvSource({
    "key,UNDETERMINABLE,AUTH_PSK_MISMATCH",
    "identity,UNDETERMINABLE,ID_MISMATCH",
    "algorithms,UNDETERMINABLE,IKE_PROPOSAL_MISMATCH",
    "unknown-here,UNDETERMINABLE,CONFIG_NOT_LOADED",
    "networks,TS_MISMATCH,TS_MISMATCH",
    "silent-refusal,PEER_UNREACHABLE,CONFIG_NOT_LOADED"
  })
  void shouldBeSettledByTheEndThatRefused(String name, Cause heard, Cause known)
      throws IOException {
    // Given
    var initiator = "BothEnds/" + name + "-initiator";
    var responder = "BothEnds/" + name + "-responder";

    // When
    var alone = Fixture.log(initiator).worst();
    var together = Fixture.logs(initiator, responder);

    // Then
    assertThat(alone.cause()).isEqualTo(heard);
    assertThat(together.findings()).extracting(Finding::cause).containsExactly(known);
    // a configuration for the other version of IKE looks like none
    assertThat(together.worst().certainty())
        .isEqualTo(known == Cause.CONFIG_NOT_LOADED ? Certainty.LIKELY : Certainty.CERTAIN);
    assertThat(together.worst().fact(Fact.FILE)).contains(responder);
    assertThat(together.worst().fact(Fact.WRITER)).contains("203.0.113.9");
    assertThat(ActionCatalog.explain(together.worst(), Language.EN).detail())
        .endsWith("Seen in " + responder + ", the log of 203.0.113.9.");
    assertThat(ActionCatalog.explain(together.worst(), Language.EN).actions())
        .noneMatch(action -> action.text().startsWith("Take the log of the other VPN device"));
  }

  @ParameterizedTest
  @CsvSource({
    "networks,TS_MISMATCH",
    "algorithms,IKE_PROPOSAL_MISMATCH",
    "silent-refusal,CONFIG_NOT_LOADED"
  })
  void shouldBeSettledBesideAThirdPeer(String name, Cause known) throws IOException {
    // Given: the initiator has another tunnel, which is well
    var initiator = Fixture.linesOf("BothEnds/" + name + "-initiator") + THIRD_PEER;
    var responder = Fixture.linesOf("BothEnds/" + name + "-responder");

    // When
    var found = Fixture.texts(initiator, responder);

    // Then
    assertThat(found.findings()).extracting(Finding::cause).containsExactly(known);
    assertThat(found.worst().fact(Fact.WRITER)).contains("203.0.113.9");
  }

  @ParameterizedTest
  @CsvSource({
    "networks,TS_MISMATCH",
    "algorithms,IKE_PROPOSAL_MISMATCH",
    "silent-refusal,CONFIG_NOT_LOADED"
  })
  void shouldBeSettledByOneFileOfBothEnds(String name, Cause known) throws IOException {
    // Given: as a log server collects them
    var initiator = Fixture.linesOf("BothEnds/" + name + "-initiator");
    var responder = Fixture.linesOf("BothEnds/" + name + "-responder");

    // When
    var found = Fixture.text(initiator + responder);

    // Then
    assertThat(found.findings()).extracting(Finding::cause).containsExactly(known);
  }

  @Test
  void shouldNotTakeTwoLogsOfOneSideForBothEnds() throws IOException {
    // Given: yesterday's log knows another peer than today's
    var today = Fixture.linesOf("BothEnds/silent-refusal-initiator");

    // When
    var found = Fixture.texts(THIRD_PEER.replace("Nov 20", "Nov 19"), today).worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(found.fact(Fact.WRITER)).isEmpty();
  }

  @Test
  void shouldKeepTheOpenQuestionOfAnotherTunnel() throws IOException {
    // Given
    var refused = Fixture.linesOf("BothEnds/networks-responder");
    var open =
        Fixture.linesOf("BothEnds/key-initiator")
            .replace("203.0.113.9", "192.0.2.77")
            .replace("198.51.100.1", "203.0.113.9")
            .replace("site", "other");

    // When
    var found = Fixture.text(open + refused).findings();

    // Then
    assertThat(found)
        .extracting(Finding::cause)
        .containsExactly(Cause.TS_MISMATCH, Cause.UNDETERMINABLE);
  }

  @Test
  void shouldNotMatterWhichLogIsReadFirst() throws IOException {
    var found = Fixture.logs("BothEnds/key-responder", "BothEnds/key-initiator");
    assertThat(found.findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.AUTH_PSK_MISMATCH);
  }

  @Test
  void shouldNameTheFirstThingToReadWithASingleLog() throws IOException {
    var found = Fixture.log("BothEnds/key-initiator").worst();
    assertThat(ActionCatalog.explain(found, Language.EN).actions().getFirst().text())
        .startsWith("Take the log of the other VPN device (203.0.113.9), the responder,")
        .contains("MAC mismatched");
  }

  @ParameterizedTest
  @CsvSource({"way-back,back,PEER_UNREACHABLE", "way-there,there,UDP4500_BLOCKED"})
  void shouldTellOnWhichWayMessagesAreLost(String name, String way, Cause cause)
      throws IOException {
    // When
    var alone = Fixture.log("BothEnds/" + name + "-initiator").worst();
    var together =
        Fixture.logs("BothEnds/" + name + "-initiator", "BothEnds/" + name + "-responder").worst();

    // Then
    assertThat(alone.fact(Fact.WAY)).isEmpty();
    assertThat(together.cause()).isEqualTo(cause);
    assertThat(together.fact(Fact.WAY)).contains(way);
    assertThat(together.candidates()).doesNotContain(Cause.AUTH_PSK_MISMATCH);
  }

  @Test
  void shouldNotTakeAStrangersLogForTheOtherEnd() throws IOException {
    // Given: a hub's log with two peers, and a log of one of them
    var found =
        Fixture.logs("IkePolicyMismatchSelectors/two-peers", "BothEnds/key-responder").findings();

    // Then
    assertThat(found)
        .extracting(Finding::cause)
        .containsExactly(Cause.AUTH_PSK_MISMATCH, Cause.TS_MISMATCH);
    assertThat(found).allMatch(finding -> finding.fact(Fact.WRITER).isEmpty());
  }
}
