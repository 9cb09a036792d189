package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.ComparedField;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of Azure's IKE service, as a gateway writes them. */
class AzureLogRulesTest {

  private static final String PREFIX =
      "SESSION_ID :{0A1B2C3D-0000-4000-8000-00000000000A} Remote 192.0.2.77:500: Local 198.51.100.9:500: ";

  /** Each message with its prefix; what begins with "Ike" has none. */
  private static String log(String... messages) {
    return Stream.of(messages)
        .map(message -> message.startsWith("Ike") ? message : PREFIX + message)
        .collect(Collectors.joining("\n"));
  }

  private static List<Finding> found(String... messages) throws IOException {
    return Fixture.text(log(messages)).findings();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 0x35E9 [ErrorMessage] IKE authentication credentials are unacceptable|AUTH_PSK_MISMATCH",
        "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 13801 [ErrorMessage] something new|AUTH_PSK_MISMATCH",
        "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_FAILED [ErrorMessage] IKE authentication credentials are unacceptable.|AUTH_PSK_MISMATCH",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x5 with status IKE authentication credentials are unacceptable|AUTH_PSK_MISMATCH",
        "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 0x3602 [ErrorMessage] Failed to verify signature|AUTH_PSK_MISMATCH",
        "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 0x3638 [ErrorMessage] The recipient cannot handle version of IKE specified in the header|IKE_VERSION_MISMATCH"
      })
  void shouldReadTheReasonWhereverItStands(String message, Cause cause) throws IOException {
    var found =
        found(
            "[SEND][SA_INIT] Sending IKE_SA_INIT",
            "[RECEIVED][SA_AUTH] Received IKE_AUTH",
            message);
    assertThat(found).extracting(Finding::cause).containsExactly(cause);
    assertThat(found.getFirst().fact(Fact.PEER)).contains("192.0.2.77");
    assertThat(found.getFirst().certainty()).isEqualTo(Certainty.LIKELY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 0x35ED [ErrorMessage] Negotiation timed out",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x5 with status Negotiation timed out"
      })
  void shouldReadThatNobodyAnswered(String message) throws IOException {
    var found = found("[SEND][SA_INIT] Sending IKE_SA_INIT", message);
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.PEER_UNREACHABLE);
    assertThat(found.getFirst().fact(Fact.CODE)).contains("13805 ERROR_IPSEC_IKE_TIMED_OUT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x5 with status Success",
        "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_COMPLETED [ErrorCode] 0x0 [ErrorMessage] ",
        "[LOCAL_MSG] The words Policy match error stand in no place of a reason"
      })
  void shouldNotTakeOtherWordsForAReason(String message) throws IOException {
    var found = found("[SEND][SA_INIT] Sending IKE_SA_INIT", message);
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.UNDETERMINABLE);
    assertThat(found.getFirst().fact(Fact.CODE)).isEmpty();
  }

  @Test
  void shouldForgetAReasonThatASuccessFollows() throws IOException {
    var diagnosis =
        Fixture.text(
            log(
                "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 0x362C [ErrorMessage] Policy match error",
                "[RECEIVED][SA_INIT] Received IKE_SA_INIT",
                "[LOCAL_MSG][SA_AUTH] Tunnel established, quick mode SA added"));
    assertThat(diagnosis.code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldBeSureOfAKeyThatTheGatewayItselfRefused() throws IOException {
    var found =
        found(
            "[RECEIVED][SA_AUTH] Received IKE_AUTH",
            "[SEND][NOTIFY] Sending Notify Message - Authentication failed",
            "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x5 with status IKE authentication credentials are unacceptable");
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.AUTH_PSK_MISMATCH);
    assertThat(found.getFirst().certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(found.getFirst().fact(Fact.REFUSED_BY)).contains("here");
  }

  @Test
  void shouldKnowNoMoreThanThePeersNotifyTells() throws IOException {
    // When
    var found =
        found(
            "[SEND][SA_INIT] Sending IKE_SA_INIT",
            "[RECEIVED][SA_INIT] Received IKE_SA_INIT",
            "[SEND][SA_AUTH] Sending IKE_AUTH",
            "[RECEIVED][NOTIFY] Received Notify AUTHENTICATION_FAILED",
            "IkeCleanupMMNegotiation called with error 13801 and flags 0");

    // Then
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.UNDETERMINABLE);
    assertThat(found.getFirst().candidates())
        .containsExactly(Cause.AUTH_PSK_MISMATCH, Cause.ID_MISMATCH, Cause.AUTH_CERT);
    assertThat(found.getFirst().fact(Fact.REFUSED_BY)).contains("peer");
    assertThat(found.getFirst().fact(Fact.CODE)).contains("13801 ERROR_IPSEC_IKE_AUTH_FAIL");
  }

  @Test
  void shouldCountTheLineThatCleansUpToTheRefusalBeforeIt() throws IOException {
    // When
    var found =
        found(
            "[SEND][SA_INIT] Sending IKE_SA_INIT",
            "[RECEIVED][NOTIFY] Received Notify NO_PROPOSAL_CHOSEN",
            "IkeCleanupMMNegotiation called with error 13868 and flags 0");

    // Then
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.UNDETERMINABLE);
    assertThat(found.getFirst().fact(Fact.STEP)).contains("IKE_SA_INIT");
    assertThat(found.getFirst().fact(Fact.REFUSED_BY)).contains("peer");
    assertThat(found.getFirst().fact(Fact.DEFAULTS)).isEmpty();
  }

  @Test
  void shouldNotCountItToARefusalThatANewNegotiationFollows() throws IOException {
    var found =
        found(
            "[SEND][SA_INIT] Sending IKE_SA_INIT",
            "[RECEIVED][NOTIFY] Received Notify NO_PROPOSAL_CHOSEN",
            "[RECEIVED][SA_INIT] Received IKE payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA512 DhGroup=DhGroup2",
            "IkeCleanupMMNegotiation called with error 13868 and flags 0");
    assertThat(found.getFirst().cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
    assertThat(found.getFirst().fact(Fact.FIELD)).contains("integrity");
  }

  @Test
  void shouldReadModesAloneAsTheFirstVersionOfIke() throws IOException {
    var found = found("IkeCleanupMMNegotiation called with error 13868 and flags 0");
    assertThat(found.getFirst().fact(Fact.STEP)).contains("MAIN_MODE");
  }

  @Test
  void shouldCompareGroups() throws IOException {
    // When
    var found =
        found(
            "[RECEIVED][SA_INIT] Received IKE payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup14",
            "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch",
            "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x1 with status Policy match error");

    // Then
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.IKE_PROPOSAL_MISMATCH);
    var mismatch = found.getFirst();
    assertThat(mismatch.fact(Fact.FIELD)).contains("group");
    assertThat(ComparedField.of(mismatch))
        .contains(new ComparedField("group", List.of("modp1024"), List.of("modp2048")));
    assertThat(mismatch.fact(Fact.AZURE))
        .contains("ikeEncryption AES256, ikeIntegrity SHA256, dhGroup DHGroup14");
    assertThat(mismatch.fact(Fact.DEFAULTS)).contains("responder");
    assertThat(ActionCatalog.explain(mismatch, Language.EN).actions().getFirst().text())
        .endsWith("The peer offers this combination already: only this side must change.");
  }

  @Test
  void shouldNotCallAnOfferFromTheLogADefault() throws IOException {
    var found =
        found(
            "[SEND][SA_INIT] Sending IKE payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA1 DhGroup=DhGroup2 Policy2:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup2",
            "[RECEIVED][SA_INIT] Received IKE payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=ECP384",
            "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch",
            "IkeCleanupMMNegotiation called with error 13868 and flags 0");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().fact(Fact.OURS))
        .contains("aes256/sha1/modp1024, aes256/sha256/modp1024");
    assertThat(found.getFirst().fact(Fact.THEIRS)).contains("aes256/sha256/ecp384");
    assertThat(found.getFirst().fact(Fact.DEFAULTS)).isEmpty();
    assertThat(found.getFirst().fact(Fact.AZURE).orElseThrow()).endsWith("dhGroup ECP384");
  }

  @Test
  void shouldAdviseWhatThePeerOffersAlready() throws IOException {
    var found =
        found(
            "[RECEIVED][SA_AUTH] Received IPSec payload: Policy1:Cipher=AES-CBC-192Integrity=SHA256",
            "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch");
    assertThat(found.getFirst().fact(Fact.AZURE))
        .contains("ipsecEncryption AES192, ipsecIntegrity SHA256, pfsGroup None");
    assertThat(found.getFirst().fact(Fact.CHANGES)).contains("here");
  }

  @Test
  void shouldNotAdviseWhatIsBroken() throws IOException {
    var found =
        found(
            "[RECEIVED][SA_AUTH] Received IPSec payload: Policy1:Cipher=DESIntegrity=Md5",
            "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch");
    assertThat(found.getFirst().fact(Fact.AZURE).orElseThrow()).contains("GCMAES256");
    assertThat(found.getFirst().fact(Fact.CHANGES)).contains("peer");
  }

  @Test
  void shouldSayThatTheDefaultsAreReplacedWhereTheyWouldHaveDone() throws IOException {
    // When
    var found =
        found(
            "[RECEIVED][SA_AUTH] Received IPSec payload: Policy1:Cipher=AES-GCM-256Integrity=AES-GMAC-256",
            "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch",
            "IkeCleanupQMNegotiation called with error 13868 and flags a");

    // Then
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.ESP_PROPOSAL_MISMATCH);
    var mismatch = found.getFirst();
    assertThat(mismatch.fact(Fact.THEIRS)).contains("aes256gcm16");
    assertThat(mismatch.fact(Fact.DEFAULTS)).contains("replaced");
    assertThat(mismatch.fact(Fact.OURS)).isEmpty();
    assertThat(mismatch.fact(Fact.FIELD)).isEmpty();
    assertThat(ActionCatalog.explain(mismatch, Language.EN).detail())
        .contains("the connection has a custom policy that does not");
    assertThat(ActionCatalog.explain(mismatch, Language.KO).detail()).contains("사용자 지정 정책");
  }

  @Test
  void shouldThinkOfTheNetworksWhereTheNegotiationStallsBehindThem() throws IOException {
    // When
    var found =
        found(
            "[RECEIVED][SA_AUTH] Received Traffic Selector payload request- [Tsid 0x1 ]Number of TSIs 1: StartAddress 10.9.0.0 EndAddress 10.9.0.255 PortStart 0 PortEnd 65535 Protocol 0",
            "[LOCAL_MSG] [IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 0x35ED [ErrorMessage] Negotiation timed out");

    // Then
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.UNDETERMINABLE);
    assertThat(found.getFirst().candidates().getFirst()).isEqualTo(Cause.TS_MISMATCH);
    assertThat(found.getFirst().candidates()).doesNotContain(Cause.UDP4500_BLOCKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T09:15:01Z,0,0A1B2C3D-0000-4000-8000-00000000000A,192.0.2.77,198.51.100.9,%s",
        "\"11/20/2026, 9:15:01.000 AM\",0,0A1B2C3D,\"192.0.2.77\",\"198.51.100.9\",\"%s\"",
        "{\"TimeGenerated\":\"2026-11-20T09:15:01Z\",\"GWIN\":\"0\",\"RemoteIP\":\"192.0.2.77\",\"LocalIP\":\"198.51.100.9\",\"IKEMessage\":\"%s\"}"
      })
  void shouldReadAMessageThatAQueryCutIntoColumns(String row) throws IOException {
    // When
    var found =
        Fixture.text(
            Stream.of(
                    "[RECEIVED][SA_INIT] Received IKE payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup14",
                    "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch",
                    "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x1 with status Policy match error")
                .map(row::formatted)
                .collect(Collectors.joining("\n")));

    // Then
    assertThat(found.worst().cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
    assertThat(found.worst().fact(Fact.PEER)).contains("192.0.2.77");
    assertThat(found.worst().fact(Fact.FIELD)).contains("group");
  }

  @Test
  void shouldTellTheNetworksOfBothSidesApart() throws IOException {
    // When
    var found =
        found(
            "[RECEIVED][SA_AUTH] Received Traffic Selector payload request- [Tsid 0x1 ]Number of TSIs 2: StartAddress 10.9.0.0 EndAddress 10.9.0.255 PortStart 0 PortEnd 65535 Protocol 0, StartAddress 10.9.4.0 EndAddress 10.9.4.255 PortStart 0 PortEnd 65535 Protocol 0 Number of TSRs 1:StartAddress 10.1.0.0 EndAddress 10.1.0.255 PortStart 0 PortEnd 65535 Protocol 0",
            "[SEND][NOTIFY] Sending Notify Message - TS_UNACCEPTABLE",
            "[LOCAL] IkeCleanupQMNegotiation called with error 13868 and flags a");

    // Then
    assertThat(found).extracting(Finding::cause).containsExactly(Cause.TS_MISMATCH);
    assertThat(found.getFirst().fact(Fact.THEIRS))
        .contains("TSi 10.9.0.0-10.9.0.255, 10.9.4.0-10.9.4.255 === TSr 10.1.0.0-10.1.0.255");
  }
}
