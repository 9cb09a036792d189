package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single sentences of strongSwan's daemon mean, and what they mean beside others. */
class CharonSentencesTest {

  private static final String FIRST_EXCHANGE =
      """
      05[IKE] initiating IKE_SA home[1] to 203.0.113.20
      05[ENC] generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
      05[NET] sending packet: from 192.0.2.10[500] to 203.0.113.20[500] (464 bytes)
      06[NET] received packet: from 203.0.113.20[500] to 192.0.2.10[500] (472 bytes)
      06[ENC] parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
      06[IKE] local host is behind NAT, sending keep alives
      """;

  private static final String UP =
      """
      05[ENC] parsed IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]
      05[IKE] IKE_SA shop[1] established between 192.0.2.10[192.0.2.10]...203.0.113.20[203.0.113.20]
      05[IKE] CHILD_SA shop{1} established with SPIs c1_i c2_o and TS 10.1.0.0/16 === 10.2.0.0/16
      """;

  private static Finding worst(String... parts) throws IOException {
    return Fixture.text(String.join("", parts)).worst();
  }

  private static String said(Finding finding) {
    var words = ActionCatalog.explain(finding, Language.EN);
    return words.summary() + " " + words.detail();
  }

  /** Of several children of one IKE SA each has its own fate. */
  @Nested
  class Children {

    private static final String REFUSED =
        """
        08[IKE] establishing CHILD_SA voice{2}
        08[ENC] generating CREATE_CHILD_SA request 2 [ SA No TSi TSr ]
        09[ENC] parsed CREATE_CHILD_SA response 2 [ N(TS_UNACCEPT) ]
        09[IKE] received TS_UNACCEPTABLE notify, no CHILD_SA built
        09[IKE] failed to establish CHILD_SA, keeping IKE_SA
        """;

    private static String comesUp(String child) {
      return """
      10[IKE] establishing CHILD_SA %1$s{3}
      10[ENC] generating CREATE_CHILD_SA request 3 [ SA No TSi TSr ]
      12[ENC] parsed CREATE_CHILD_SA response 3 [ SA No TSi TSr ]
      12[IKE] CHILD_SA %1$s{3} established with SPIs c3_i c4_o and TS 10.3.0.0/16 === 10.2.0.0/16
      """
          .formatted(child);
    }

    @Test
    void shouldNotLetOneHideTheFailureOfAnother() throws IOException {
      var found = worst(FIRST_EXCHANGE, UP, REFUSED, comesUp("guests"));
      assertThat(found.cause()).isEqualTo(Cause.TS_MISMATCH);
      assertThat(found.fact(Fact.CHILD)).contains("voice");
      assertThat(said(found)).contains("about the CHILD_SA voice");
    }

    @Test
    void shouldTakeASecondTryOfTheSameForItsEnd() throws IOException {
      var diagnosis = Fixture.text(FIRST_EXCHANGE + UP + REFUSED + comesUp("voice"));
      assertThat(diagnosis.code()).isEqualTo(Code.HEALTHY);
    }

    @Test
    void shouldNotBlameAChildOfOursForWhatThePeerAsks() throws IOException {
      var found =
          worst(
              FIRST_EXCHANGE,
              UP,
              comesUp("guests"),
              """
              13[ENC] parsed CREATE_CHILD_SA request 1 [ SA No TSi TSr ]
              13[IKE] traffic selectors 10.9.0.0/16 === 10.8.0.0/16 unacceptable
              13[IKE] failed to establish CHILD_SA, keeping IKE_SA
              """);
      assertThat(found.cause()).isEqualTo(Cause.TS_MISMATCH);
      assertThat(found.fact(Fact.CHILD)).isEmpty();
    }
  }

  /** What exactly is wrong with a certificate, whose it is, and when. */
  @Nested
  class Certificates {

    private static final String SENT =
        """
        09[ENC] parsed IKE_AUTH request 1 [ IDi CERT N(INIT_CONTACT) CERTREQ IDr AUTH SA TSi TSr ]
        09[CFG]   using certificate "C=DE, O=Shop, CN=branch"
        """;

    private static final String REFUSED =
        """
        09[IKE] no trusted RSA public key found for 'C=DE, O=Shop, CN=branch'
        09[ENC] generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]
        """;

    private static String advice(Finding finding) {
      return ActionCatalog.explain(finding, Language.EN).actions().getFirst().text();
    }

    @Test
    void shouldNameTheIssuerThatIsNotKnown() throws IOException {
      // When
      var found =
          worst(
              SENT,
              """
              09[CFG] no issuer certificate found for "C=DE, O=Shop, CN=branch"
              09[CFG]   issuer is "C=DE, O=Shop, CN=Shop CA 2"
              """,
              REFUSED);

      // Then
      assertThat(found.cause()).isEqualTo(Cause.AUTH_CERT);
      assertThat(found.fact(Fact.ISSUER)).contains("C=DE, O=Shop, CN=Shop CA 2");
      assertThat(found.fact(Fact.SUBJECT)).contains("C=DE, O=Shop, CN=branch");
      assertThat(said(found)).contains("authority that issued a certificate is not known");
      assertThat(advice(found)).contains("the authority C=DE, O=Shop, CN=Shop CA 2");
    }

    @Test
    void shouldTellWhenItIsValid() throws IOException {
      var found =
          worst(
              SENT,
              """
              09[CFG] subject certificate invalid (valid from Jan 01 00:00:00 2024 to Jan 01 00:00:00 2026)
              """,
              REFUSED);
      assertThat(said(found))
          .contains("outside its validity", "until Jan 01 00:00:00 2026")
          .doesNotContain("NSS");
      assertThat(advice(found)).startsWith("Issue a new certificate in place of C=DE, O=Shop");
    }

    @Test
    void shouldSayThatItWasRevokedAndNotTakeThatForTheTimeOfTheLine() throws IOException {
      // When
      var diagnosis =
          Fixture.text(
              SENT
                  + """
                    09[CFG] certificate was revoked on Jan 11 10:00:00 UTC 2026, reason: key compromise
                    """
                  + REFUSED);

      // Then
      assertThat(said(diagnosis.worst())).contains("was revoked by the authority");
      assertThat(diagnosis.timeline()).allSatisfy(step -> assertThat(step.at()).isEmpty());
    }

    @Test
    void shouldNotBlameTheChainOfOneThatIsTrustedInTheEnd() throws IOException {
      var found =
          Fixture.text(
              SENT
                  + """
                    09[CFG] no issuer certificate found for "C=DE, O=Shop, CN=branch"
                    09[CFG]   issuer is "C=DE, O=Shop, CN=Shop CA 2"
                    09[CFG]   using trusted certificate "C=DE, O=Shop, CN=branch"
                    09[IKE] authentication of 'C=DE, O=Shop, CN=branch' with RSA_EMSA_PKCS1_SHA2_256 successful
                    """
                  + UP);
      assertThat(found.code()).isEqualTo(Code.HEALTHY);
    }
  }

  /** A tunnel that is up is not lost by what happens beside it. */
  @Nested
  class BesideATunnel {

    private static final String TUNNEL =
        """
        05[ENC] <shop|2> parsed IKE_AUTH response 1 [ IDr AUTH SA TSi TSr ]
        05[IKE] <shop|2> IKE_SA shop[2] established between 192.0.2.10[192.0.2.10]...203.0.113.20[203.0.113.20]
        05[IKE] <shop|2> CHILD_SA lan{1} established with SPIs c1_i c2_o and TS 10.1.0.0/16 === 10.2.0.0/16
        """;

    private static final String NOT_SENT =
        """
        06[NET] <shop|2> error writing to socket: Network is unreachable
        """;

    private static final String ANSWERED =
        """
        07[IKE] <shop|2> sending DPD request
        07[ENC] <shop|2> generating INFORMATIONAL request 2 [ ]
        08[ENC] <shop|2> parsed INFORMATIONAL response 2 [ ]
        """;

    @ParameterizedTest
    @ValueSource(
        strings = {
          "06[JOB] <3> deleting half open IKE_SA with 203.0.113.20 after timeout",
          "06[IKE] <shop|1> giving up after 5 retransmits"
        })
    void shouldNotTakeTheEndOfAnotherAttemptForItsEnd(String line) throws IOException {
      assertThat(Fixture.text(FIRST_EXCHANGE + TUNNEL + line + "\n").code())
          .isEqualTo(Code.HEALTHY);
    }

    @Test
    void shouldForgiveAPacketThatCouldNotBeSentOnceThePeerIsHeardAgain() throws IOException {
      assertThat(Fixture.text(FIRST_EXCHANGE + TUNNEL + NOT_SENT + ANSWERED).code())
          .isEqualTo(Code.HEALTHY);
      assertThat(worst(FIRST_EXCHANGE, TUNNEL, NOT_SENT).cause()).isEqualTo(Cause.PEER_VANISHED);
    }

    @Test
    void shouldTellThatTheNewestOneGaveUp() throws IOException {
      var found = worst(FIRST_EXCHANGE, TUNNEL, "06[IKE] <shop|2> giving up after 5 retransmits\n");
      assertThat(found.cause()).isEqualTo(Cause.PEER_VANISHED);
    }
  }

  /** Keys are renewed while a tunnel is up. */
  @Nested
  class Renewals {

    private static final String COMES_UP =
        """
        04[ENC] generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]
        05[ENC] parsed IKE_AUTH response 1 [ IDr AUTH SA TSi TSr ]
        05[IKE] IKE_SA shop[1] established between 192.0.2.10[192.0.2.10]...203.0.113.20[203.0.113.20]
        05[IKE] CHILD_SA lan{1} established with SPIs c1_i c2_o and TS 10.1.0.0/16 === 10.2.0.0/16
        """;

    private static final String REFUSED =
        """
        07[ENC] generating CREATE_CHILD_SA request 2 [ N(REKEY_SA) SA No KE TSi TSr ]
        08[ENC] parsed CREATE_CHILD_SA response 2 [ N(NO_PROP) ]
        08[IKE] received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built
        08[IKE] failed to establish CHILD_SA, keeping IKE_SA
        08[IKE] CHILD_SA rekeying failed, trying again in 13 seconds
        """;

    private static final String COLLISION =
        """
        07[ENC] generating CREATE_CHILD_SA request 2 [ N(REKEY_SA) SA No TSi TSr ]
        08[ENC] parsed CREATE_CHILD_SA request 0 [ N(REKEY_SA) SA No TSi TSr ]
        08[IKE] CHILD_SA lan{3} established with SPIs c3_i c4_o and TS 10.1.0.0/16 === 10.2.0.0/16
        08[ENC] generating CREATE_CHILD_SA response 0 [ SA No TSi TSr ]
        08[ENC] parsed CREATE_CHILD_SA response 2 [ N(TEMP_FAIL) ]
        08[IKE] CHILD_SA rekeying failed, trying again in 13 seconds
        """;

    @Test
    void shouldBlameTheGroupWhereTheSameWasTakenAtFirst() throws IOException {
      var found = worst(FIRST_EXCHANGE, COMES_UP, REFUSED);
      assertThat(found.cause()).isEqualTo(Cause.PFS_DH_MISMATCH);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    }

    @Test
    void shouldTellOfATunnelThatIsSetUpAnewEachTime() throws IOException {
      // Given: it is up now
      var round = FIRST_EXCHANGE + COMES_UP + REFUSED;
      var diagnosis = Fixture.text(round + round + FIRST_EXCHANGE + COMES_UP);

      // Then
      assertThat(diagnosis.worst().cause()).isEqualTo(Cause.PFS_DH_MISMATCH);
      assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void shouldForgiveOneThatFailedOnce() throws IOException {
      var diagnosis = Fixture.text(FIRST_EXCHANGE + COMES_UP + REFUSED + FIRST_EXCHANGE + COMES_UP);
      assertThat(diagnosis.code()).isEqualTo(Code.HEALTHY);
    }

    @Test
    void shouldTakeACollisionForNoFailure() throws IOException {
      var diagnosis = Fixture.text(FIRST_EXCHANGE + COMES_UP + COLLISION + COLLISION);
      assertThat(diagnosis.code()).isEqualTo(Code.HEALTHY);
    }

    @Test
    void shouldNotForgiveThatThePeerPutItOffWithoutDoingIt() throws IOException {
      var found =
          worst(
              FIRST_EXCHANGE,
              COMES_UP,
              """
              07[ENC] generating CREATE_CHILD_SA request 2 [ N(REKEY_SA) SA No TSi TSr ]
              08[ENC] parsed CREATE_CHILD_SA response 2 [ N(TEMP_FAIL) ]
              08[IKE] CHILD_SA rekeying failed, trying again in 13 seconds
              """);
      assertThat(found.cause()).isEqualTo(Cause.REKEY_FAILURE);
    }
  }

  /** Where silence begins tells what is open on the way. */
  @Nested
  class Silence {

    @Test
    void shouldNotBlameThePortThatAnAnswerCameFrom() throws IOException {
      // Given a server whose first answer came from port 4500 and who wants to know the user
      var found =
          worst(
              FIRST_EXCHANGE,
              """
              06[ENC] generating IKE_AUTH request 1 [ IDi CPRQ(ADDR) SA TSi TSr ]
              06[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (304 bytes)
              07[NET] received packet: from 203.0.113.20[4500] to 192.0.2.10[4500] (1236 bytes)
              07[ENC] parsed IKE_AUTH response 1 [ IDr CERT AUTH EAP/REQ/ID ]
              07[ENC] generating IKE_AUTH request 2 [ EAP/RES/ID ]
              07[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (76 bytes)
              08[IKE] retransmit 1 of request with message ID 2
              09[IKE] giving up after 5 retransmits
              """);

      // Then
      assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
      assertThat(found.fault()).isEqualTo(Fault.PEER_REACHABILITY);
      assertThat(found.candidates()).contains(Cause.AUTH_EAP).doesNotContain(Cause.UDP4500_BLOCKED);
    }

    @Test
    void shouldKnowByTheNumberOfARequestThatTheOneBeforeWasAnswered() throws IOException {
      var found =
          worst(
              """
              07[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (76 bytes)
              08[IKE] retransmit 1 of request with message ID 3
              08[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (76 bytes)
              07[ENC] generating IKE_AUTH request 3 [ EAP/RES/MSCHAPV2 ]
              09[IKE] giving up after 5 retransmits
              """);
      assertThat(found.candidates()).doesNotContain(Cause.UDP4500_BLOCKED);
    }

    @Test
    void shouldBlameThePortWhereNothingEverCameFromIt() throws IOException {
      var found =
          worst(
              FIRST_EXCHANGE,
              """
              06[ENC] generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]
              06[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (304 bytes)
              08[IKE] retransmit 1 of request with message ID 1
              09[IKE] giving up after 5 retransmits
              """);
      assertThat(found.cause()).isEqualTo(Cause.UDP4500_BLOCKED);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    }

    @Test
    void shouldForgetWhatCameFromThePortBeforeTheNegotiation() throws IOException {
      var found =
          worst(
              """
              04[NET] received packet: from 203.0.113.20[4500] to 192.0.2.10[4500] (80 bytes)
              04[ENC] parsed INFORMATIONAL request 8 [ D ]
              """,
              FIRST_EXCHANGE,
              """
              06[ENC] generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]
              06[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (304 bytes)
              08[IKE] retransmit 1 of request with message ID 1
              09[IKE] giving up after 5 retransmits
              """);
      assertThat(found.cause()).isEqualTo(Cause.UDP4500_BLOCKED);
    }

    @ParameterizedTest
    @CsvSource({"2/3,waiting for complete IKE message,FRAGMENTATION", "3/3,reassembled,AUTH_EAP"})
    void shouldMissTheFragmentsThatDoNotCome(String last, String how, Cause cause)
        throws IOException {
      var whole = how.equals("reassembled");
      var found =
          worst(
              FIRST_EXCHANGE,
              """
              06[ENC] generating IKE_AUTH request 1 [ IDi CPRQ(ADDR) SA TSi TSr ]
              06[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (304 bytes)
              07[NET] received packet: from 203.0.113.20[4500] to 192.0.2.10[4500] (532 bytes)
              07[ENC] parsed IKE_AUTH response 1 [ EF(%s) ]
              07[ENC] received fragment of a message, %s
              """
                  .formatted(last, how),
              whole ? "07[ENC] parsed IKE_AUTH response 1 [ IDr CERT AUTH EAP/REQ/ID ]\n" : "",
              """
              08[IKE] retransmit 1 of request with message ID 1
              09[IKE] giving up after 5 retransmits
              """);
      assertThat(whole ? found.candidates().getFirst() : found.cause()).isEqualTo(cause);
    }

    @Test
    void shouldNotCallUnreachableWhoAnsweredTheIntermediateExchange() throws IOException {
      var found =
          worst(
              FIRST_EXCHANGE,
              """
              06[ENC] generating IKE_INTERMEDIATE request 1 [ KE ]
              06[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (1264 bytes)
              07[NET] received packet: from 203.0.113.20[4500] to 192.0.2.10[4500] (1168 bytes)
              07[ENC] parsed IKE_INTERMEDIATE response 1 [ KE ]
              07[ENC] generating IKE_INTERMEDIATE request 2 [ KE ]
              07[NET] sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (1264 bytes)
              08[IKE] retransmit 1 of request with message ID 2
              09[IKE] giving up after 5 retransmits
              """);
      assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
      assertThat(found.candidates()).doesNotContain(Cause.PEER_UNREACHABLE, Cause.UDP4500_BLOCKED);
    }

    @Test
    void shouldNotCallUnreachableWhoAnsweredWithACookie() throws IOException {
      var found =
          worst(
              """
              05[IKE] initiating IKE_SA home[1] to 203.0.113.20
              05[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]
              05[NET] sending packet: from 192.0.2.10[500] to 203.0.113.20[500] (464 bytes)
              06[ENC] parsed IKE_SA_INIT response 0 [ N(COOKIE) ]
              06[ENC] generating IKE_SA_INIT request 0 [ N(COOKIE) SA KE No ]
              08[IKE] retransmit 1 of request with message ID 0
              09[IKE] giving up after 5 retransmits
              """);
      assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
    }

    @ParameterizedTest
    @CsvSource({"1,LIKELY", "3,CERTAIN"})
    void shouldBeSureOfSilenceOnlyAfterAWhile(int repetitions, Certainty certainty)
        throws IOException {
      var log = new StringBuilder();
      log.append("05[IKE] initiating IKE_SA home[1] to 203.0.113.20\n")
          .append("05[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]\n");
      for (var number = 1; number <= repetitions; number++) {
        log.append("08[IKE] retransmit %d of request with message ID 0\n".formatted(number));
      }
      var found = worst(log.toString());
      assertThat(found.cause()).isEqualTo(Cause.PEER_UNREACHABLE);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "deleting half open IKE_SA after timeout",
          "deleting half open IKE_SA with 203.0.113.20 after timeout"
        })
    void shouldNotGuessWhyAnInitiatorDoesNotGoOn(String sentence) throws IOException {
      var found =
          worst(
              """
              13[NET] received packet: from 203.0.113.20[500] to 192.0.2.10[500] (300 bytes)
              13[ENC] parsed IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
              13[IKE] remote host is behind NAT
              13[ENC] generating IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
              13[NET] sending packet: from 192.0.2.10[500] to 203.0.113.20[500] (316 bytes)
              """,
              "11[JOB] " + sentence);
      assertThat(found.fault()).isEqualTo(Fault.PEER_REACHABILITY);
      assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
    }

    @Test
    void shouldSeeThatWhatIsRestartedHadBeenUp() throws IOException {
      var begin =
          """
          10[IKE] <shop|1> giving up after 5 retransmits
          10[IKE] <shop|1> restarting CHILD_SA shop
          10[IKE] <shop|1> initiating IKE_SA shop[2] to 203.0.113.20
          10[ENC] <shop|1> generating IKE_SA_INIT request 0 [ SA KE No ]
          07[IKE] <shop|2> retransmit 1 of request with message ID 0
          07[IKE] <shop|2> retransmit 2 of request with message ID 0
          """;
      assertThat(worst(begin).cause()).isEqualTo(Cause.PEER_VANISHED);
      assertThat(worst(begin.replaceFirst(".*restarting.*\n", "")).cause())
          .isEqualTo(Cause.PEER_UNREACHABLE);
    }
  }

  /** A tunnel that its peer closed is no proof of health. */
  @Nested
  class Closed {

    private static final String CLOSED =
        """
        06[NET] received packet: from 203.0.113.20[500] to 192.0.2.10[500] (80 bytes)
        06[ENC] parsed INFORMATIONAL request 2 [ D ]
        06[IKE] received DELETE for IKE_SA shop[1]
        """;

    private static final String ASKED_AGAIN =
        """
        07[NET] received packet: from 203.0.113.20[500] to 192.0.2.10[500] (464 bytes)
        07[ENC] parsed IKE_SA_INIT request 0 [ SA KE No ]
        07[ENC] generating IKE_SA_INIT response 0 [ SA KE No ]
        """;

    @Test
    void shouldNotTakeAClosedTunnelForAHealthyOne() throws IOException {
      assertThat(worst(UP, CLOSED, ASKED_AGAIN).cause()).isEqualTo(Cause.UNDETERMINABLE);
    }

    @Test
    void shouldTakeItsSuccessorForOne() throws IOException {
      var again = UP.replace("shop[1]", "shop[2]").replace("shop{1}", "shop{2}");
      assertThat(worst(UP, CLOSED, ASKED_AGAIN, again).cause()).isEqualTo(Cause.HEALTHY);
    }

    @Test
    void shouldTellWhoClosedItWhereNobodyAsksAgain() throws IOException {
      assertThat(worst(UP, CLOSED).cause()).isEqualTo(Cause.SA_DELETED_BY_PEER);
    }
  }

  /** Packets that the daemon cannot make sense of. */
  @Nested
  class Unreadable {

    @ParameterizedTest
    @CsvSource({
      "7.10,UNDETERMINABLE",
      "3.4,UNDETERMINABLE",
      "0.0,UNDETERMINABLE",
      "1.0,IKE_VERSION_MISMATCH",
      "2.0,IKE_VERSION_MISMATCH"
    })
    void shouldKnowTheVersionsThatExist(String version, Cause cause) throws IOException {
      var found =
          worst(
              "06[NET] received unsupported IKE version %s from 203.0.113.20, sending NOTIFY"
                  .formatted(version));
      assertThat(found.cause()).isEqualTo(cause);
      if (cause == Cause.UNDETERMINABLE) {
        assertThat(found.candidates()).contains(Cause.KERNEL_ERROR);
        assertThat(said(found)).contains("no IKE");
      }
    }

    @Test
    void shouldNotBlameTheKeyForAMessageInTheClear() throws IOException {
      var found =
          worst(
              """
              09[ENC] generating ID_PROT request 0 [ ID HASH ]
              09[ENC] payload type ID_V1 was not encrypted
              09[ENC] could not decrypt payloads
              09[IKE] integrity check failed
              """);
      assertThat(found.cause()).isEqualTo(Cause.LOCAL_CONFIG_OTHER);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
      assertThat(said(found)).contains("in the clear");
    }

    @Test
    void shouldNotBlameTheKeyForANotifyInTheClear() throws IOException {
      var found =
          worst(
              """
              04[ENC] generating IKE_AUTH request 1 [ EF(2/2) ]
              03[ENC] payload type NOTIFY was not encrypted
              03[ENC] could not decrypt payloads
              """);
      assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
      assertThat(found.candidates()).doesNotContain(Cause.AUTH_PSK_MISMATCH);
    }

    @Test
    void shouldOfferNoOtherVersionToWhoSpeaksTheSame() throws IOException {
      var spoke = "09[ENC] parsed ID_PROT response 0 [ KE No NAT-D NAT-D ]\n";
      var unread = "10[ENC] invalid HASH_V1 payload length, decryption failed?\n";
      assertThat(worst(unread).candidates()).contains(Cause.IKE_VERSION_MISMATCH);
      assertThat(worst(spoke, unread).candidates())
          .contains(Cause.AUTH_PSK_MISMATCH)
          .doesNotContain(Cause.IKE_VERSION_MISMATCH);
    }
  }

  /** A daemon that cannot start has no peers to blame. */
  @Nested
  class Start {

    private static final String ABORTED =
        """
        00[LIB] failed to load 1 critical plugin feature
        00[DMN] initialization failed - aborting charon
        """;

    @ParameterizedTest
    @CsvSource({
      "unable to create netlink socket: Protocol not supported (93),KERNEL_ERROR,LIKELY",
      "enabling UDP decapsulation for IPv4 on port 4500 failed,KERNEL_ERROR,LIKELY",
      "unable to bind socket: Address already in use,LOCAL_CONFIG_OTHER,CERTAIN",
      "'could not open IPv4 socket, IPv4 disabled',LOCAL_CONFIG_OTHER,CERTAIN",
      "loaded 0 RADIUS server configurations,UNDETERMINABLE,POSSIBLE"
    })
    void shouldTellWhyItEnds(String reason, Cause cause, Certainty certainty) throws IOException {
      var found = worst("00[KNL] " + reason + "\n", ABORTED);
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
      assertThat(said(found)).contains("daemon");
    }

    @Test
    void shouldTellWhatIsLackingWhereTheLogEndsBefore() throws IOException {
      assertThat(worst("00[NET] unable to bind socket: Address already in use\n").cause())
          .isEqualTo(Cause.LOCAL_CONFIG_OTHER);
    }

    @Test
    void shouldNotMindWhatTheDaemonDoesWithout() throws IOException {
      assertThat(
              worst(
                      "00[NET] installing IKE bypass policy failed\n",
                      "00[NET] enabling UDP decapsulation for IPv4 on port 4500 failed\n",
                      FIRST_EXCHANGE,
                      UP)
                  .cause())
          .isEqualTo(Cause.HEALTHY);
    }

    @Test
    void shouldNotMindAMissingAddressFamily() throws IOException {
      assertThat(
              worst(
                      "00[NET] could not open IPv6 socket, IPv6 disabled\n",
                      "00[NET] enabling UDP decapsulation for IPv6 on port 4500 failed\n")
                  .cause())
          .isEqualTo(Cause.UNDETERMINABLE);
    }

    @Test
    void shouldForgetTheStartBefore() throws IOException {
      assertThat(
              worst(
                      "00[NET] unable to bind socket: Address already in use\n",
                      "00[DMN] Starting IKE charon daemon (strongSwan 5.9.8, Linux 6.1, x86_64)\n",
                      "00[JOB] spawning 16 worker threads\n")
                  .cause())
          .isEqualTo(Cause.UNDETERMINABLE);
    }

    @Test
    void shouldNotMindAStartThatFailedOnce() throws IOException {
      var other = UP.replace("203.0.113.20", "198.51.100.7").replace("shop", "yard");
      assertThat(worst(UP, other, ABORTED, FIRST_EXCHANGE, UP, other).cause())
          .isEqualTo(Cause.HEALTHY);
    }

    @Test
    void shouldMindAStartThatFailedLast() throws IOException {
      assertThat(worst(UP, "00[KNL] unable to create netlink socket\n", ABORTED).cause())
          .isEqualTo(Cause.KERNEL_ERROR);
    }

    @Test
    void shouldReadTheStarterAlone() throws IOException {
      var found =
          worst(
              """
              ipsec_starter[288]: charon has quit: initialization failed
              ipsec_starter[288]: ipsec starter stopped
              """);
      assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
      assertThat(said(found)).contains("gave up while it was starting");
    }
  }

  /** Certificates, keys and users. */
  @Nested
  class Proof {

    private static final String ASKED = "01[ENC] parsed IKE_AUTH request 1 [ IDi AUTH CERT SA ]\n";
    private static final String SENT = "01[IKE] received end entity cert \"CN=lap.example.org\"\n";
    private static final String CHAIN = "01[CFG]   using certificate \"CN=lap.example.org\"\n";
    private static final String NONE = "01[IKE] no trusted RSA public key found for 'lap'\n";

    @Test
    void shouldSuspectTheIdentityWhereNoChainIsLookedAt() throws IOException {
      var found = worst(ASKED, SENT, NONE);
      assertThat(found.cause()).isEqualTo(Cause.ID_MISMATCH);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
      assertThat(said(found)).contains("may as well be", "Certificate refused");
    }

    @Test
    void shouldBeSureOfTheChainThatIsLookedAt() throws IOException {
      var found = worst(ASKED, SENT, CHAIN, NONE);
      assertThat(found.cause()).isEqualTo(Cause.AUTH_CERT);
      assertThat(found.certainty()).isEqualTo(Certainty.CERTAIN);
    }

    @Test
    void shouldDoubtASentenceWithoutItsLog() throws IOException {
      var found = worst(NONE);
      assertThat(found.cause()).isEqualTo(Cause.AUTH_CERT);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    }

    @Test
    void shouldSayThatAKeyIsMissingWhereItIs() throws IOException {
      assertThat(said(worst("04[IKE] no private key found for 'gw.example.org'\n")))
          .contains("private key of this side");
      assertThat(said(worst("04[IKE] no shared key found for 192.0.2.10 - 203.0.113.20\n")))
          .contains("No pre-shared key is configured")
          .doesNotContain("differ");
    }

    @Test
    void shouldNotTellTheEchoOfItsOwnAlert() throws IOException {
      var log =
          """
          06[ENC] parsed IKE_AUTH response 4 [ EAP/REQ/PEAP ]
          06[CFG]   using certificate "CN=radius.example.org"
          06[TLS] no TLS public key found for server 'radius.example.org'
          06[TLS] sending fatal TLS alert 'certificate unknown'
          06[ENC] generating IKE_AUTH request 5 [ EAP/RES/PEAP ]
          07[ENC] parsed IKE_AUTH response 5 [ EAP/FAIL ]
          07[IKE] received EAP_FAILURE, EAP authentication failed
          """;
      assertThat(Fixture.text(log).findings())
          .extracting(Finding::cause)
          .containsExactly(Cause.AUTH_CERT);
      assertThat(worst("07[IKE] received EAP_FAILURE, EAP authentication failed\n").cause())
          .isEqualTo(Cause.AUTH_EAP);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "EAP method not supported, sending EAP_NAK",
          "EAP_IDENTITY not supported, sending EAP_NAK",
          "loading EAP_TTLS method failed",
          "EAP-Identity request configured, but not supported",
          "no XAuth method found",
          "no XAuth method found for 'pam'",
          "XAuth-SCRIPT failed for user 'ann' with return status: -1.",
          "Could not authenticate with XAuth secrets for '192.0.2.10' - 'ann'",
          "RADIUS Access-Request timed out after 4 attempts",
          "verification of AUTH payload without EAP MSK failed"
        })
    void shouldSeeThatTheUserIsNotTaken(String sentence) throws IOException {
      assertThat(worst("12[IKE] " + sentence + "\n").cause()).isEqualTo(Cause.AUTH_EAP);
    }

    @Test
    void shouldNotMindAMethodThatAnotherReplaces() throws IOException {
      assertThat(worst("12[IKE] EAP method not supported, sending EAP_NAK\n", UP).cause())
          .isEqualTo(Cause.HEALTHY);
    }
  }

  /** Inner addresses are asked for, handed out, or missed. */
  @Nested
  class Addresses {

    @ParameterizedTest
    @CsvSource({
      "'no virtual IP found, sending INTERNAL_ADDRESS_FAILURE',RESOURCE,LIKELY",
      "DHCP REQUEST timed out,RESOURCE,LIKELY",
      "'expected a virtual IP request, sending FAILED_CP_REQUIRED',LOCAL_CONFIG_OTHER,CERTAIN",
      "'configuration payload negotiation failed, no CHILD_SA built',LOCAL_CONFIG_OTHER,LIKELY"
    })
    void shouldTellWhyThereIsNone(String sentence, Cause cause, Certainty certainty)
        throws IOException {
      var found = worst("05[IKE] " + sentence + "\n");
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
      assertThat(said(found)).contains("inner address");
    }

    @Test
    void shouldReadTheAnswerWhereTheSentenceIsMissing() throws IOException {
      assertThat(
              worst("05[ENC] generating IKE_AUTH response 1 [ IDr AUTH N(FAIL_CP_REQ) ]").cause())
          .isEqualTo(Cause.LOCAL_CONFIG_OTHER);
      assertThat(
              worst("05[ENC] generating IKE_AUTH response 1 [ IDr AUTH N(INT_ADDR_FAIL) ]").cause())
          .isEqualTo(Cause.RESOURCE);
    }

    @Test
    void shouldTellTheReasonAndNotWhatFollows() throws IOException {
      var log =
          """
          05[ENC] parsed IKE_AUTH request 1 [ IDi AUTH CPRQ(ADDR) SA TSi TSr ]
          05[IKE] no virtual IP found, sending INTERNAL_ADDRESS_FAILURE
          05[IKE] configuration payload negotiation failed, no CHILD_SA built
          05[ENC] generating IKE_AUTH response 1 [ IDr AUTH N(INT_ADDR_FAIL) ]
          """;
      assertThat(Fixture.text(log).findings())
          .extracting(Finding::cause)
          .containsExactly(Cause.RESOURCE);
    }

    @Test
    void shouldNotMindAnAddressOfTheOtherFamily() throws IOException {
      assertThat(worst("05[IKE] no virtual IP found for %any6 requested by 'ann'\n", UP).cause())
          .isEqualTo(Cause.HEALTHY);
    }

    @Test
    void shouldSeeThatModeConfigurationIsRefused() throws IOException {
      var found =
          worst(
              """
              05[IKE] IKE_SA shop[4] established between 192.0.2.10[a]...203.0.113.20[b]
              05[ENC] generating TRANSACTION request 349662197 [ HASH CPRQ(ADDR DNS) ]
              06[ENC] parsed INFORMATIONAL_V1 request 235904834 [ HASH N(INVAL_SYN) ]
              06[IKE] received INVALID_SYNTAX error notify
              """);
      assertThat(found.cause()).isEqualTo(Cause.LOCAL_CONFIG_OTHER);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    }
  }

  /** Notifies by the short names that a message is listed with. */
  @Nested
  class Notifies {

    @ParameterizedTest
    @CsvSource({
      "HASH N(NO_PROP),ESP_PROPOSAL_MISMATCH",
      "N(NO_PROP),UNDETERMINABLE",
      "HASH N(INVAL_ID),TS_MISMATCH",
      "N(PLD_MAL),UNDETERMINABLE",
      "N(INVAL_CERT),AUTH_CERT",
      "HASH N(INVAL_HASH),UNDETERMINABLE",
      "N(CRIT),LOCAL_CONFIG_OTHER"
    })
    void shouldReadThem(String payloads, Cause cause) throws IOException {
      var found = worst("13[ENC] parsed INFORMATIONAL_V1 request 42853 [ %s ]".formatted(payloads));
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.proof()).hasSize(1);
    }

    @Test
    void shouldNotTakeALivenessCheckForARefusal() throws IOException {
      assertThat(worst(UP, "13[ENC] parsed INFORMATIONAL_V1 request 4 [ HASH N(DPD) ]").cause())
          .isEqualTo(Cause.HEALTHY);
    }
  }

  @Nested
  class Kernel {

    @Test
    void shouldQuoteWhatTheKernelSays() throws IOException {
      var found =
          worst(
              """
              05[KNL] received netlink error: No such file or directory (2)
              05[KNL] unable to add SAD entry with SPI c89d7b58 (FAILED)
              05[IKE] unable to install inbound and outbound IPsec SA (SAD) in kernel
              """);
      assertThat(found.cause()).isEqualTo(Cause.KERNEL_ERROR);
      assertThat(found.fact(Fact.CODE)).contains("No such file or directory (2)");
      assertThat(found.proof()).extracting(EvidenceRef::line).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void shouldTellAConflictOfOwnTunnelsFromALackingAlgorithm() throws IOException {
      var found =
          worst(
              """
              05[CFG] unable to install policy 10.1.0.0/16 === 10.2.0.0/16 out for reqid 7, the same policy for reqid 1 exists
              05[IKE] unable to install IPsec policies (SPD) in kernel
              """);
      assertThat(found.cause()).isEqualTo(Cause.KERNEL_ERROR);
      assertThat(found.proof()).extracting(EvidenceRef::line).first().isEqualTo(1);
      assertThat(ActionCatalog.explain(found, Language.EN).actions())
          .extracting(action -> action.text())
          .noneMatch(text -> text.contains("algorithms"));
    }

    @Test
    void shouldNotMindAnErrorThatNothingComesOf() throws IOException {
      assertThat(worst("05[KNL] received netlink error: No such process (3)\n", UP).cause())
          .isEqualTo(Cause.HEALTHY);
    }
  }

  @Nested
  class Offers {

    @Test
    void shouldNotSayThatEqualOffersHaveNothingInCommon() throws IOException {
      var found =
          worst(
              """
              14[CFG] received proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
              14[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
              14[IKE] received proposals unacceptable
              """);
      assertThat(found.cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
      assertThat(said(found)).contains("although both sides seem to have some in common");
    }

    @Test
    void shouldNotCompareWhatWasLeftOut() throws IOException {
      var found =
          worst(
              """
              14[CFG] received proposals: IKE:.../MODP_1024
              14[CFG] configured proposals: IKE:.../MODP_2048
              14[IKE] received proposals unacceptable
              """);
      assertThat(found.fact(Fact.FIELD)).contains("group");
      assertThat(found.fact(Fact.COMPARISON)).contains("group=modp2048/modp1024");
    }
  }

  @Test
  void shouldProveLostMessagesByOneThatWasSentAgain() throws IOException {
    // Given a message that was answered at its second try, and a tunnel that was closed later
    var log =
        """
        05[IKE] initiating IKE_SA shop[1] to 203.0.113.20
        05[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]
        05[IKE] retransmit 1 of request with message ID 0
        06[ENC] parsed IKE_SA_INIT response 0 [ SA KE No ]
        """
            + UP
            + "06[IKE] received DELETE for IKE_SA shop[1]\n";

    // When
    var notices = Fixture.text(log).notices();

    // Then
    assertThat(notices)
        .filteredOn(notice -> notice.kind() == NoticeKind.PACKET_LOSS)
        .singleElement()
        .satisfies(
            notice -> assertThat(notice.proof()).extracting(EvidenceRef::line).containsExactly(3));
  }
}
