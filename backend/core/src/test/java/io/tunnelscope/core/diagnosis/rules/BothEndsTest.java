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
