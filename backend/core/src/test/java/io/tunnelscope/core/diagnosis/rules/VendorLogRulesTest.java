package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tunnelscope.core.bundle.UnusableInput;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the logs of other makers' devices show, on either side. */
class VendorLogRulesTest {

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-near-miss,HEALTHY,CERTAIN",
    "ike-proposal-cut-short,IKE_PROPOSAL_MISMATCH,LIKELY",
    "method,LOCAL_CONFIG_OTHER,CERTAIN",
    "heard-phase1,IKE_PROPOSAL_MISMATCH,LIKELY",
    "pfs,PFS_DH_MISMATCH,CERTAIN",
    "esp-proposal,ESP_PROPOSAL_MISMATCH,CERTAIN",
    "esp-heard,ESP_PROPOSAL_MISMATCH,LIKELY",
    "networks,TS_MISMATCH,CERTAIN",
    "networks-sainfo,TS_MISMATCH,CERTAIN",
    "networks-heard-differ,TS_MISMATCH,CERTAIN",
    "policy-generated,HEALTHY,CERTAIN",
    "key-missing,AUTH_PSK_MISMATCH,CERTAIN",
    "key-unknowable,UNDETERMINABLE,POSSIBLE",
    "certificate,AUTH_CERT,CERTAIN",
    "certificate-near-miss,HEALTHY,CERTAIN",
    "unreachable,PEER_UNREACHABLE,LIKELY",
    "no-configuration,CONFIG_NOT_LOADED,CERTAIN",
    "mode,LOCAL_CONFIG_OTHER,CERTAIN",
    "vanished,PEER_VANISHED,CERTAIN",
    "user,AUTH_EAP,CERTAIN",
    "kernel,KERNEL_ERROR,LIKELY",
    "macos,PEER_UNREACHABLE,CERTAIN",
    "rekeyed,HEALTHY,CERTAIN",
    "closed,SA_DELETED_BY_PEER,LIKELY"
  })
  void shouldReadRacoon(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("Racoon/" + log, cause, certainty);
  }

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-near-miss,HEALTHY,LIKELY",
    "init-heard,UNDETERMINABLE,POSSIBLE",
    "key,AUTH_PSK_MISMATCH,LIKELY",
    "key-near-miss,HEALTHY,LIKELY",
    "auth-heard,UNDETERMINABLE,POSSIBLE",
    "identity,ID_MISMATCH,CERTAIN",
    "certificate,AUTH_CERT,CERTAIN",
    "unreachable,PEER_UNREACHABLE,CERTAIN",
    "networks,TS_MISMATCH,CERTAIN",
    "pfs,PFS_DH_MISMATCH,CERTAIN",
    "no-peer,CONFIG_NOT_LOADED,CERTAIN",
    "vanished,PEER_VANISHED,CERTAIN",
    "healthy,HEALTHY,LIKELY"
  })
  void shouldReadMikrotik(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("Mikrotik/" + log, cause, certainty);
  }

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-near-miss,HEALTHY,CERTAIN",
    "ike-proposal-v2,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-v2-syslog,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "esp-proposal,ESP_PROPOSAL_MISMATCH,CERTAIN",
    "esp-heard,ESP_PROPOSAL_MISMATCH,LIKELY",
    "pfs,PFS_DH_MISMATCH,CERTAIN",
    "networks,TS_MISMATCH,CERTAIN",
    "networks-near-miss,HEALTHY,CERTAIN",
    "networks-v2,TS_MISMATCH,CERTAIN",
    "key,AUTH_PSK_MISMATCH,LIKELY",
    "key-v2-generic,UNDETERMINABLE,POSSIBLE",
    "no-group,CONFIG_NOT_LOADED,CERTAIN",
    "no-auth-message,UNDETERMINABLE,POSSIBLE",
    "no-group-v2,CONFIG_NOT_LOADED,CERTAIN",
    "certificate,AUTH_CERT,CERTAIN",
    "unreachable,PEER_UNREACHABLE,CERTAIN",
    "stops-later,UNDETERMINABLE,POSSIBLE",
    "vanished,PEER_VANISHED,CERTAIN",
    "closed,SA_DELETED_BY_PEER,LIKELY",
    "user,AUTH_EAP,CERTAIN"
  })
  void shouldReadCiscoAsa(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("CiscoAsa/" + log, cause, certainty);
  }

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-near-miss,HEALTHY,CERTAIN",
    "esp-proposal,ESP_PROPOSAL_MISMATCH,CERTAIN",
    "esp-heard,UNDETERMINABLE,POSSIBLE",
    "networks,TS_MISMATCH,CERTAIN",
    "networks-v2,TS_MISMATCH,CERTAIN",
    "key-missing,AUTH_PSK_MISMATCH,CERTAIN",
    "key,AUTH_PSK_MISMATCH,LIKELY",
    "key-v2,AUTH_PSK_MISMATCH,CERTAIN",
    "auth-v2,UNDETERMINABLE,POSSIBLE",
    "unreachable,PEER_UNREACHABLE,CERTAIN",
    "stops-later,UNDETERMINABLE,POSSIBLE",
    "certificate,AUTH_CERT,CERTAIN",
    "mode,LOCAL_CONFIG_OTHER,CERTAIN",
    "vanished,PEER_VANISHED,CERTAIN",
    "healthy-v2,HEALTHY,CERTAIN"
  })
  void shouldReadCiscoIos(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("CiscoIos/" + log, cause, certainty);
  }

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-near-miss,HEALTHY,CERTAIN",
    "old-keys,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "down,UNDETERMINABLE,POSSIBLE",
    "ike-proposal-debug,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "esp-proposal,ESP_PROPOSAL_MISMATCH,CERTAIN",
    "heard,ESP_PROPOSAL_MISMATCH,LIKELY",
    "pfs,PFS_DH_MISMATCH,CERTAIN",
    "selectors,TS_MISMATCH,CERTAIN",
    "selectors-near-miss,HEALTHY,CERTAIN",
    "key,AUTH_PSK_MISMATCH,LIKELY",
    "auth-heard,UNDETERMINABLE,POSSIBLE",
    "no-gateway,CONFIG_NOT_LOADED,CERTAIN",
    "mode,LOCAL_CONFIG_OTHER,CERTAIN",
    "certificate,AUTH_CERT,CERTAIN",
    "unreachable,PEER_UNREACHABLE,CERTAIN",
    "vanished,PEER_VANISHED,CERTAIN"
  })
  void shouldReadFortigate(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("Fortigate/" + log, cause, certainty);
  }

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-near-miss,HEALTHY,CERTAIN",
    "stops-later,UNDETERMINABLE,POSSIBLE",
    "proposal-somewhere,UNDETERMINABLE,POSSIBLE",
    "esp-proposal,ESP_PROPOSAL_MISMATCH,LIKELY",
    "networks,TS_MISMATCH,CERTAIN",
    "no-gateway,CONFIG_NOT_LOADED,CERTAIN",
    "authentication,UNDETERMINABLE,POSSIBLE",
    "identity,ID_MISMATCH,CERTAIN",
    "unreachable,PEER_UNREACHABLE,LIKELY",
    "vanished,PEER_VANISHED,CERTAIN",
    "healthy-structured,HEALTHY,CERTAIN"
  })
  void shouldReadJunos(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("Junos/" + log, cause, certainty);
  }

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-csv,IKE_PROPOSAL_MISMATCH,LIKELY",
    "closed,SA_DELETED_BY_PEER,LIKELY",
    "healthy,HEALTHY,CERTAIN"
  })
  void shouldReadAzureDiagnostics(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("AzureDiagnostics/" + log, cause, certainty);
  }

  @ParameterizedTest
  @CsvSource({
    "unreachable,PEER_UNREACHABLE,LIKELY",
    "user,AUTH_EAP,CERTAIN",
    "certificate,AUTH_CERT,CERTAIN",
    "ike-proposal,IKE_PROPOSAL_MISMATCH,LIKELY",
    "key-or-identity,UNDETERMINABLE,POSSIBLE",
    "near-miss,HEALTHY,CERTAIN",
    "unknown,UNDETERMINABLE,POSSIBLE"
  })
  void shouldReadTheWindowsClient(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("WindowsRas/" + log, cause, certainty);
  }

  @Test
  void shouldLayNetworksSideBySide() throws IOException {
    var found = Fixture.log("Fortigate/selectors").worst();
    assertThat(found.fact(Fact.OURS).orElseThrow()).contains("10.3.0.0-10.3.255.255");
    assertThat(found.fact(Fact.THEIRS).orElseThrow()).contains("10.2.0.0-10.2.255.255");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CiscoAsa/other-messages", "Fortigate/other-messages"})
  void shouldLeaveOtherMessagesOfTheSameDeviceAlone(String log) {
    assertThatThrownBy(() -> Fixture.log(log)).isInstanceOf(UnusableInput.class);
  }

  @Test
  void shouldLayOffersSideBySideFieldByField() throws IOException {
    var found = Fixture.log("Racoon/ike-proposal").worst();
    assertThat(found.fact(Fact.FIELD)).contains("encryption+group");
    assertThat(found.fact(Fact.OURS)).contains("aes, modp2048");
    assertThat(found.fact(Fact.THEIRS)).contains("3des, modp1024");
  }

  @ParameterizedTest
  @CsvSource({
    "CiscoAsa/offers,group,aes256/sha1/modp1024",
    "Fortigate/offers,encryption+integrity+group,aes128/sha1/prfsha1/modp1024"
  })
  void shouldLayProposalsSideBySide(String log, String field, String theirs) throws IOException {
    var found = Fixture.log(log).worst();
    assertThat(found.cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
    assertThat(found.fact(Fact.FIELD)).contains(field);
    assertThat(found.fact(Fact.THEIRS)).contains(theirs);
  }

  private static void shouldRead(String log, Cause cause, Certainty certainty) throws IOException {
    var found = Fixture.log(log).worst();
    assertThat(found.cause()).isEqualTo(cause);
    assertThat(found.certainty()).isEqualTo(certainty);
  }
}
