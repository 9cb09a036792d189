package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Explanation;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.RecommendedAction;
import io.tunnelscope.core.diagnosis.TimelineStep;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pluto's lines mean together: which success settles what, and what silence follows from. */
class PlutoStoriesTest {

  private static final String UP =
      """
      "site" #1: initiating IKEv2 connection to 203.0.113.9 using UDP
      "site" #1: sent IKE_SA_INIT request to 203.0.113.9:UDP/500
      "site" #1: processed IKE_SA_INIT response from 203.0.113.9:UDP/500 {cipher=AES_GCM_16_256}, initiating IKE_AUTH
      "site" #1: sent IKE_AUTH request to 203.0.113.9:UDP/500; Child SA #2 {ESP <0x1a2b3c4d} [10.1.0.0/16===10.2.0.0/24]
      "site" #1: initiator established IKE SA; authenticated peer using authby=secret and FQDN '@far'
      """;

  private static final String MAIN_BY_CERTIFICATE =
      """
      "road" #1: initiating IKEv1 Main Mode connection
      "road" #1: sent Main Mode request
      "road" #1: sent Main Mode I2
      "road" #1: I am sending my cert
      "road" #1: sent Main Mode I3
      """;

  private static final String GAVE_UP =
      """
      "road" #1: STATE_MAIN_I3: 60 second timeout exceeded after 7 retransmits.  Possible authentication failure: no acceptable response to our first encrypted message
      """;

  // an IKE SA carries no traffic

  @Test
  void shouldNotTakeAnIkeSaForATunnel() throws IOException {
    var found = Fixture.text(UP).worst();
    assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
    assertThat(found.proof().getLast().text()).contains("established IKE SA");
  }

  @Test
  void shouldShowWhatWasAskedForLast() throws IOException {
    // When
    var found =
        Fixture.text(
                """
                "site" #1: STATE_MAIN_I4: ISAKMP SA established {auth=PRESHARED_KEY}
                "site" #2: initiating Quick Mode PSK+ENCRYPT+TUNNEL {using isakmp#1 msgid:1a2b3c4d}
                """)
            .worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
    assertThat(found.proof().getFirst().text()).contains("initiating Quick Mode");
  }

  @Test
  void shouldTakeAnIpsecSaForATunnel() throws IOException {
    var log =
        UP
            + """
            "site" #2: initiator established Child SA using #1; IPsec tunnel [10.1.0.0/16===10.2.0.0/24]
            """;
    assertThat(Fixture.text(log).worst().certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.HEALTHY);
  }

  @Test
  void shouldTakeARenewedIkeSaForASignOfHealth() throws IOException {
    var found =
        Fixture.text(
                """
                "site" #7: initiating rekey to replace IKE SA #1 using IKE SA #1
                "site" #7: sent CREATE_CHILD_SA request to rekey IKE SA #1 using IKE SA #1
                "site" #7: initiator rekeyed IKE SA #1 {cipher=AES_GCM_16_256}
                """)
            .worst();
    assertThat(found.cause()).isEqualTo(Cause.HEALTHY);
    assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000 #2: \"site\":500 STATE_QUICK_R2 (IPsec SA established); EVENT_SA_REPLACE in 2h; newest; eroute owner; isakmp#1; idle;",
        "000 #2: \"site\":4500 STATE_V2_ESTABLISHED_CHILD_SA (established Child SA); REPLACE in 2h; newest; IKE SA #1; idle;",
        "006 #2: \"site\", type=ESP, add_time=1234567890, inBytes=84, outBytes=84, id='@far'"
      })
  void shouldBelieveTheStatus(String status) throws IOException {
    assertThat(causes(Fixture.text(status + "\n"))).containsExactly(Cause.HEALTHY);
  }

  @Test
  void shouldNotLetTheStatusSettleWhatFailedSince() throws IOException {
    var log =
        UP
            + """
            "site" #2: initiator established Child SA using #1; IPsec tunnel [10.1.0.0/16===10.2.0.0/24]
            "site" #3: initiating rekey to replace Child SA #2 using IKE SA #1
            "site" #3: CREATE_CHILD_SA failed with error notification NO_PROPOSAL_CHOSEN
            006 #2: "site", type=ESP, add_time=1234567890, inBytes=84, outBytes=84, id='@far'
            """;
    assertThat(causes(Fixture.text(log))).containsExactly(Cause.REKEY_FAILURE);
  }

  @Test
  void shouldNotTakeTheStatusOfAnAttemptForATunnel() throws IOException {
    assertThat(
            causes(
                Fixture.text(
                    """
                    000 #1: "site":500 STATE_MAIN_R3 (sent MR3, ISAKMP SA established); EVENT_SA_REPLACE in 2h; newest; idle;
                    000 #2: "site":500 STATE_QUICK_I1 (sent QI1, expecting QR1); EVENT_RETRANSMIT in 8s; lastdpd=-1s; idle;
                    """)))
        .containsExactly(Cause.UNDETERMINABLE);
  }

  // whose success it is

  private static final String REFUSED_NORTH =
      """
      "north" #2: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE
      """;

  private static final String NORTH = UP.replace("site", "north") + REFUSED_NORTH;

  private static final String SOUTH_IS_UP =
      """
      "south" #3: initiating Child SA using IKE SA #1
      "south" #3: sent CREATE_CHILD_SA request to create Child SA using IKE SA #1
      "south" #3: initiator established Child SA using #1; IPsec tunnel [10.1.0.0/16===10.3.0.0/24]
      """;

  @Test
  void shouldNotLetTheSuccessOfOneConnectionSettleAnother() throws IOException {
    assertThat(causes(Fixture.text(NORTH + SOUTH_IS_UP))).containsExactly(Cause.TS_MISMATCH);
  }

  @Test
  void shouldLetTheSuccessOfAConnectionSettleItself() throws IOException {
    var north = SOUTH_IS_UP.replace("south", "north");
    assertThat(causes(Fixture.text(NORTH + SOUTH_IS_UP + north))).containsExactly(Cause.HEALTHY);
  }

  @Test
  void shouldKeepTheFailuresOfTwoConnectionsApart() throws IOException {
    var both =
        NORTH
            + """
            "south" #3: initiating Child SA using IKE SA #1
            "south" #3: CREATE_CHILD_SA failed with error notification NO_PROPOSAL_CHOSEN
            """;
    assertThat(causes(Fixture.text(both)))
        .containsExactlyInAnyOrder(Cause.TS_MISMATCH, Cause.ESP_PROPOSAL_MISMATCH);
    assertThat(causes(Fixture.text(both + SOUTH_IS_UP.replace("south", "north"))))
        .containsExactly(Cause.ESP_PROPOSAL_MISMATCH);
  }

  @Test
  void shouldLetAnAnswerToOneConnectionShowThatThePeerIsThere() throws IOException {
    var silent =
        """
        "north" #9: initiating IKEv2 connection to 203.0.113.9 using UDP
        "north" #9: sent IKE_SA_INIT request to 203.0.113.9:UDP/500
        "north" #9: STATE_V2_PARENT_I1: 60 second timeout exceeded after 7 retransmits.  No response (or no acceptable response) to our first IKEv2 message
        """;
    assertThat(causes(Fixture.text(silent))).containsExactly(Cause.PEER_UNREACHABLE);
    assertThat(causes(Fixture.text(silent + UP + SOUTH_IS_UP))).containsExactly(Cause.HEALTHY);
  }

  /** A responder takes the peer for one of several until it has proved who it is. */
  @Test
  void shouldForgetARefusalUnderTheNameOfAnotherConnection() throws IOException {
    assertThat(
            causes(
                Fixture.text(
                    """
                    "phones"[1] 203.0.113.9 #1: responding to Main Mode from unknown peer 203.0.113.9
                    "phones"[1] 203.0.113.9 #1: no acceptable Oakley Transform
                    "laptops"[1] 203.0.113.9 #2: responding to Main Mode from unknown peer 203.0.113.9
                    "laptops"[1] 203.0.113.9 #2: STATE_MAIN_R3: sent MR3, ISAKMP SA established {auth=PRESHARED_KEY}
                    "laptops"[1] 203.0.113.9 #3: responding to Quick Mode proposal {msgid:1a2b3c4d}
                    "laptops"[1] 203.0.113.9 #3: STATE_QUICK_R2: IPsec SA established tunnel mode {ESP=>0x5e6f7a8b <0x1a2b3c4d}
                    """)))
        .containsExactly(Cause.HEALTHY);
  }

  // what silence follows from

  @Test
  void shouldSuspectFragmentsWhenACertificateMeetsSilence() throws IOException {
    assertThat(causes(Fixture.text(MAIN_BY_CERTIFICATE + GAVE_UP)))
        .containsExactly(Cause.FRAGMENTATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ignoring secured informational payload INVALID_ID_INFORMATION, msgid=00000000, length=12",
        "sending encrypted notification INVALID_ID_INFORMATION to 203.0.113.9:500",
        "NSS: ERROR: IPsec certificate CN=far.example invalid: SEC_ERROR_EXPIRED_CERTIFICATE: Peer's Certificate has expired."
      })
  void shouldNotSuspectFragmentsOnceEitherSideRefused(String refusal) throws IOException {
    var log = MAIN_BY_CERTIFICATE + "\"road\" #1: " + refusal + "\n" + GAVE_UP;
    assertThat(Fixture.text(log).findings())
        .singleElement()
        .extracting(Finding::cause)
        .isNotEqualTo(Cause.FRAGMENTATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STATE_MAIN_R1",
        "STATE_MAIN_R2",
        "STATE_AGGR_R1",
        "STATE_MAIN_I2",
        "STATE_MAIN_I3",
        "STATE_PARENT_I2",
        "STATE_V2_PARENT_I2",
        "IKE_SA_INIT_R",
        "IKE_AUTH_I"
      })
  void shouldNotCallUnreachableWhomTheStateShows(String state) throws IOException {
    assertThat(causes(Fixture.text(lateLog(state)))).doesNotContain(Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STATE_MAIN_I1", "STATE_AGGR_I1", "STATE_PARENT_I1", "IKE_SA_INIT_I"})
  void shouldCallUnreachableWhoNeverAnswered(String state) throws IOException {
    assertThat(causes(Fixture.text(lateLog(state)))).containsExactly(Cause.PEER_UNREACHABLE);
  }

  /** A log that begins while a request is repeated. */
  private static String lateLog(String state) {
    return """
    Nov 20 09:15:01 edge pluto[912]: "site"[1] 203.0.113.9 #1: %1$s: retransmission; will wait 0.5 seconds for response
    Nov 20 09:15:02 edge pluto[912]: "site"[1] 203.0.113.9 #1: %1$s: retransmission; will wait 1 seconds for response
    Nov 20 09:16:01 edge pluto[912]: "site"[1] 203.0.113.9 #1: %1$s: 60 second timeout exceeded after 7 retransmits.  No response (or no acceptable response) to our message
    """
        .formatted(state);
  }

  // files that are refused before there is a connection

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FATAL ERROR: ipsec pluto: edge.conf:7: unrecognized 'config setup' keyword 'lefft'",
        "003 \"/etc/ipsec.d/branch.secrets\" line 1: expected record boundary in key",
        "Failed to add connection \"branch\", ike=\"aes-md4\" is invalid: IKE hash 'md4' is not known",
        "/etc/ipsec.conf:12: syntax error, unexpected STRING",
        "ipsec addconn: loading config file '/etc/ipsec.conf' failed"
      })
  void shouldReadAComplaintThatStandsAlone(String complaint) throws IOException {
    assertThat(causes(Fixture.text(complaint + "\n"))).containsExactly(Cause.CONFIG_ERROR);
  }

  // what is said of it

  @Test
  void shouldQuoteTheNewestAttempt() throws IOException {
    // Given
    var attempts =
        MAIN_BY_CERTIFICATE
            + """
            "road" #1: no EE-cert in chain!
            """
            + MAIN_BY_CERTIFICATE.replace("#1", "#2")
            + """
            "road" #2: NSS: ERROR: IPsec certificate CN=far.example invalid: SEC_ERROR_REVOKED_CERTIFICATE: Peer's Certificate has been revoked.
            "road" #2: X509: CERT payload bogus or revoked
            """;

    // Then
    assertThat(Fixture.text(attempts).worst().proof().getFirst().text())
        .contains("SEC_ERROR_REVOKED_CERTIFICATE");
  }

  @Test
  void shouldSpeakOfTheConnectionWhenItsPeerHasNoName() throws IOException {
    var silent =
        """
        "branch" #1: initiating IKEv1 Main Mode connection
        "branch" #1: sent Main Mode request
        "branch" #1: STATE_MAIN_I1: 60 second timeout exceeded after 7 retransmits.  No response (or no acceptable response) to our first IKEv1 message
        """;
    assertThat(words(silent).summary())
        .isEqualTo("The other VPN device of connection branch does not answer.");
    assertThat(words(silent.replace("\"branch\" #1", "\"branch\"[1] 203.0.113.9 #1")).summary())
        .isEqualTo("The other VPN device at 203.0.113.9 does not answer.");
  }

  @Test
  void shouldNotSendToTheOtherLogForAReasonThatStandsHere() throws IOException {
    var here = MAIN_BY_CERTIFICATE + "\"road\" #1: X509: CERT payload bogus or revoked\n";
    var peer =
        MAIN_BY_CERTIFICATE
            + "\"road\" #1: ignoring informational payload, type INVALID_CERTIFICATE\n";
    assertThat(actions(here)).noneMatch(action -> action.contains("log of the other VPN device"));
    assertThat(actions(peer)).anyMatch(action -> action.contains("log of the other VPN device"));
  }

  @Test
  void shouldAdviseKeysWhereNoCertificateIsUsed() throws IOException {
    var byKey =
        """
        "road" #1: initiating Main Mode
        "road" #1: STATE_MAIN_I3: sent MI3, expecting MR3
        "road" #1: no RSA public key known for '@far'
        """;
    var byCertificate = MAIN_BY_CERTIFICATE + "\"road\" #1: no RSA public key known for '@far'\n";
    assertThat(actions(byKey).getFirst()).contains("rightrsasigkey");
    assertThat(actions(byCertificate)).noneMatch(action -> action.contains("rightrsasigkey"));
  }

  @Test
  void shouldCallACertificateOutsideItsValidity() throws IOException {
    var said =
        words(
            MAIN_BY_CERTIFICATE
                + "\"road\" #1: NSS: ERROR: IPsec certificate CN=far.example invalid: SEC_ERROR_EXPIRED_CERTIFICATE: Peer's Certificate has expired.\n");
    assertThat(said.summary()).contains("not valid yet");
    assertThat(said.detail()).doesNotContain("..");
  }

  @Test
  void shouldSayWhoseAddressesAreUsedUp() throws IOException {
    var heard =
        UP + "\"site\" #2: IKE_AUTH response rejected Child SA with INTERNAL_ADDRESS_FAILURE\n";
    var here = UP + "\"site\" #2: leasing IPv4 address failed: address pool exhausted\n";
    assertThat(words(heard).summary()).startsWith("The other side (203.0.113.9)");
    assertThat(words(here).summary()).startsWith("This side");
    assertThat(actions(heard)).noneMatch(action -> action.contains("SKU"));
  }

  @Test
  void shouldSayThatTwoConnectionsOfThisSideAreInEachOthersWay() throws IOException {
    assertThat(
            words(
                    UP
                        + "\"site\" #2: cannot install kernel policy 10.1.0.0/16===10.2.0.0/24; in use by negotiating Child SA \"twin\" #3\n")
                .summary())
        .isEqualTo("Two connections of this side claim the same networks.");
  }

  @Test
  void shouldQuoteAFailureItDoesNotKnow() throws IOException {
    var said = words(UP + "\"site\" #2: state transition failed: failed\n");
    assertThat(said.summary()).startsWith("Something failed");
    assertThat(said.detail())
        .contains("state transition failed")
        .doesNotContain("known fault shows");
  }

  @Test
  void shouldTellOfOneMessageOnce() throws IOException {
    var sent =
        Fixture.text(
                UP
                    + """
                    "site" #2: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE
                    """)
            .timeline()
            .stream()
            .filter(step -> step.event() == Signal.SENT)
            .toList();
    assertThat(sent).extracting(TimelineStep::times).containsOnly(1);
  }

  @Test
  void shouldProveSilenceByWhatTheNetworkReports() throws IOException {
    var found =
        Fixture.text(
                """
                "site" #1: initiating Main Mode
                "site" #1: STATE_MAIN_I1: initiate
                "site" #1: STATE_MAIN_I1: retransmission; will wait 1 seconds for response
                "site" #1: ERROR: asynchronous network error report on eth0 (198.51.100.1:500) for message to 203.0.113.9 port 500, complainant 198.51.100.254: No route to host [errno 113, origin ICMP type 3 code 1 (not authenticated)]
                "site" #1: STATE_MAIN_I1: 60 second timeout exceeded after 7 retransmits.  No response (or no acceptable response) to our first IKEv1 message
                """)
            .worst();
    assertThat(found.cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(found.proof()).anyMatch(line -> line.text().contains("No route to host"));
  }

  @Test
  void shouldReadAnIdentityWhoseConnectionWasCutOff() throws IOException {
    var line =
        "Peer ID '192.0.2.9' mismatched on first found connection and no better connection found";
    assertThat(causes(Fixture.text(line + "\n"))).containsExactly(Cause.ID_MISMATCH);
  }

  private static Explanation words(String log) throws IOException {
    return ActionCatalog.explain(Fixture.text(log).worst(), Language.EN);
  }

  private static List<String> actions(String log) throws IOException {
    return words(log).actions().stream().map(RecommendedAction::text).toList();
  }

  private static Iterable<Cause> causes(Diagnosis diagnosis) {
    return diagnosis.findings().stream().map(Finding::cause).toList();
  }
}
