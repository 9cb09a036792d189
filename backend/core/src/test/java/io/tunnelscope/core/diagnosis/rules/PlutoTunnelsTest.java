package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pluto tells of tunnels that end, move, or are told of in a list only. */
class PlutoTunnelsTest {

  private static final String IKE_UP =
      """
      "branch" #1: initiating IKEv2 connection to 203.0.113.9 using UDP
      "branch" #1: sent IKE_SA_INIT request to 203.0.113.9:UDP/500
      "branch" #1: processed IKE_SA_INIT response from 203.0.113.9:UDP/500 {cipher=AES_GCM_16_256 integ=n/a prf=HMAC_SHA2_512 group=DH19}, initiating IKE_AUTH
      "branch" #1: sent IKE_AUTH request to 203.0.113.9:UDP/500 with shared-key-mac and FQDN '@here'; Child SA #2 {ESP <0xc0000001}
      "branch" #1: processing IKE_AUTH response from 203.0.113.9:UDP/500 containing SK{IDr,AUTH,SA,TSi,TSr}
      "branch" #1: initiator established IKE SA; authenticated peer using authby=secret and FQDN '@there'
      """;

  private static final String CHILD_UP =
      """
      "branch" #2: initiator established Child SA using #1; IPsec tunnel [10.1.0.0/24===10.2.0.0/24] {ESP/ESN=>0xc0000002 <0xc0000001 xfrm=AES_GCM_16_256}
      """;

  @Test
  void shouldSeeThatATunnelEndedWhoseTrafficIsCounted() throws IOException {
    // Given: libreswan 5 says nothing of the delete that it received
    var log =
        IKE_UP
            + CHILD_UP
            + """
              "branch" #2: connection is supposed to remain up; revival attempt 1 scheduled in 0 seconds
              "branch" #2: ESP traffic information: in=84B out=84B
              """;

    // When
    var found = Fixture.text(log).worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.SA_DELETED_BY_PEER);
    assertThat(found.certainty()).isEqualTo(Certainty.POSSIBLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"branch\": initiating delete of connection's IKE SA #1 (and Child SA #2)\n",
        "\"branch\": terminating SAs using this connection\n",
        "\"branch\" #3: initiator rekeyed Child SA #2 using #1; IPsec tunnel [10.1.0.0/24===10.2.0.0/24]\n"
      })
  void shouldTakeTheEndOfAnSaThatThisSideWantedForNoFault(String wanted) throws IOException {
    var log =
        IKE_UP + CHILD_UP + wanted + "\"branch\" #2: ESP traffic information: in=84B out=84B\n";
    assertThat(Fixture.text(log).code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldBelieveAListOfWorkingSas() throws IOException {
    // Given
    var log =
        """
        "branch" #1: sent IKE_SA_INIT request to 203.0.113.9:UDP/500
        "branch" #1: IKE_SA_INIT_I: 10 second timeout exceeded after 5 retransmits.  No response (or no acceptable response) to our first IKEv2 message
        """;
    var listed = "#3: \"branch\", type=ESP, add_time=1234567890, inBytes=84, outBytes=84\n";
    var status =
        "000 #3: \"branch\":500 STATE_V2_ESTABLISHED_CHILD_SA (established Child SA); eroute owner\n";

    // Then
    assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(Fixture.text(log + listed).code()).isEqualTo(Code.HEALTHY);
    assertThat(Fixture.text(log + status).code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldBlameTheGatewayThatARedirectLeadsTo() throws IOException {
    // Given: the first gateway hangs on until the second answers, which it does not
    var log =
        IKE_UP
            + """
              "branch" #1: IKE_AUTH response redirects to new gateway 203.0.113.77
              "branch" #2: scheduling redirect 1 to 203.0.113.77
              "branch" #1: deleting IKE SA (established IKE SA)
              "branch" #3: initiating IKEv2 connection to 203.0.113.77 using UDP
              "branch" #3: sent IKE_SA_INIT request to 203.0.113.77:UDP/500
              "branch" #3: STATE_V2_PARENT_I1: 10 second timeout exceeded after 5 retransmits.  No response (or no acceptable response) to our first IKEv2 message
              """;

    // When
    var found = Fixture.text(log);

    // Then
    assertThat(found.findings()).extracting(Finding::cause).containsExactly(Cause.PEER_UNREACHABLE);
    assertThat(found.worst().fact(Fact.PEER)).contains("203.0.113.77");
  }

  @Test
  void shouldNameTwoGatewaysThatRedirectToEachOther() throws IOException {
    // Given
    var log =
        IKE_UP
            + """
              "branch" #1: IKE_AUTH redirect exceeds limit; assuming redirect loop
              "branch" #1: deleting IKE SA (established IKE SA)
              """;

    // Then
    assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.LOCAL_CONFIG_OTHER);
  }

  @Test
  void shouldNotTakeAnAnswerThatIsNotTakenForSilence() throws IOException {
    // Given
    var log =
        """
        "branch" #1: initiating IKEv2 connection to 203.0.113.9 using UDP
        "branch" #1: sent IKE_SA_INIT request to 203.0.113.9:UDP/500
        "branch" #1: message response contained an unknown critical payload type (255)
        "branch" #1: STATE_V2_PARENT_I1: 60 second timeout exceeded after 7 retransmits.  No response (or no acceptable response) to our first IKEv2 message
        """;

    // Then
    assertThat(Fixture.text(log).findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.UNDETERMINABLE);
  }

  @Test
  void shouldNameTheSettingThatRefusesAChild() throws IOException {
    // Given
    var log =
        IKE_UP
            + """
              "branch" #2: Unexpected IPCOMP request as our connection policy did not indicate support for it
              "branch" #2: CHILD SA failed: NO_PROPOSAL_CHOSEN
              """;

    // Then
    assertThat(Fixture.text(log).findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.LOCAL_CONFIG_OTHER);
  }

  @Test
  void shouldSeeThatThisSideRefusesNarrowerNetworks() throws IOException {
    // Given
    var log =
        IKE_UP
            + """
              "branch" #2: Child SA's Traffic Selector response {TSi=10.1.0.0/24/UDP/1234;TSr=10.2.0.0/24/UDP/1234} does not fit the proposal {TSi=10.1.0.0/24;TSr=10.2.0.0/24}
              "branch" #1: response for Child SA #2 was rejected with TS_UNACCEPTABLE; initiating delete of Child SA (IKE SA will remain UP)
              """;

    // When
    var found = Fixture.text(log).worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.TS_MISMATCH);
    assertThat(found.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(found.fact(Fact.REFUSED_BY)).contains("here");
  }

  @Test
  void shouldReadARefusedTcpConnection() throws IOException {
    // Given
    var log =
        """
        "branch": added oriented IKEv2 connection
        ERROR: "branch": TCP: socket 21: connecting to 203.0.113.9:4500: Connection refused (errno 111)
        """;

    // Then
    assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.PEER_UNREACHABLE);
  }

  @Test
  void shouldNotBlameThePeerForADeleteThatCouldNotBeSent() throws IOException {
    // Given
    var log =
        IKE_UP
            + CHILD_UP
            + """
              "branch": terminating SAs using this connection
              "branch" #1: deleting IKE SA (ESTABLISHED_IKE_SA) and sending notification
              ERROR: "branch" #1: send on eth3 from 198.51.100.1:500 to 203.0.113.9:500 using UDP failed in delete IKE SA: Network is unreachable (errno 101)
              """;

    // Then
    assertThat(Fixture.text(log).findings())
        .extracting(Finding::cause)
        .doesNotContain(Cause.PEER_UNREACHABLE, Cause.UDP4500_BLOCKED, Cause.UNDETERMINABLE);
  }
}
