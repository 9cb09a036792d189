package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the logs of other makers' devices show, on either side. */
class VendorLogRulesTest {

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-near-miss,HEALTHY,CERTAIN",
    "ike-proposal-cut-short,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "method,LOCAL_CONFIG_OTHER,CERTAIN",
    "heard-phase1,IKE_PROPOSAL_MISMATCH,LIKELY",
    "pfs,PFS_DH_MISMATCH,CERTAIN",
    "esp-proposal,ESP_PROPOSAL_MISMATCH,CERTAIN",
    "esp-heard,ESP_PROPOSAL_MISMATCH,LIKELY",
    "networks,TS_MISMATCH,CERTAIN",
    "networks-sainfo,TS_MISMATCH,CERTAIN",
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
    "macos,PEER_UNREACHABLE,CERTAIN"
  })
  void shouldReadRacoon(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("Racoon/" + log, cause, certainty);
  }

  @ParameterizedTest
  @CsvSource({
    "ike-proposal,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "ike-proposal-near-miss,HEALTHY,CERTAIN",
    "init-heard,UNDETERMINABLE,POSSIBLE",
    "key,AUTH_PSK_MISMATCH,LIKELY",
    "key-near-miss,HEALTHY,CERTAIN",
    "auth-heard,UNDETERMINABLE,POSSIBLE",
    "identity,ID_MISMATCH,CERTAIN",
    "certificate,AUTH_CERT,CERTAIN",
    "unreachable,PEER_UNREACHABLE,CERTAIN",
    "networks,TS_MISMATCH,CERTAIN",
    "pfs,PFS_DH_MISMATCH,CERTAIN",
    "no-peer,CONFIG_NOT_LOADED,CERTAIN",
    "vanished,PEER_VANISHED,CERTAIN",
    "healthy,HEALTHY,CERTAIN"
  })
  void shouldReadMikrotik(String log, Cause cause, Certainty certainty) throws IOException {
    shouldRead("Mikrotik/" + log, cause, certainty);
  }

  @Test
  void shouldLayOffersSideBySideFieldByField() throws IOException {
    var found = Fixture.log("Racoon/ike-proposal").worst();
    assertThat(found.fact(Fact.FIELD)).contains("encryption+group");
    assertThat(found.fact(Fact.OURS)).contains("aes, modp2048");
    assertThat(found.fact(Fact.THEIRS)).contains("3des, modp1024");
  }

  private static void shouldRead(String log, Cause cause, Certainty certainty) throws IOException {
    var found = Fixture.log(log).worst();
    assertThat(found.cause()).isEqualTo(cause);
    assertThat(found.certainty()).isEqualTo(certainty);
  }
}
