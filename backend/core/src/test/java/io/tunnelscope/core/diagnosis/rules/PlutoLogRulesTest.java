package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole logs of pluto: several connections, several versions, tunnels that come and go. */
class PlutoLogRulesTest {

  @ParameterizedTest
  @CsvSource({
    "healthy-openswan,HEALTHY,CERTAIN",
    "healthy-libreswan5,HEALTHY,CERTAIN",
    "stopped-here,HEALTHY,CERTAIN",
    "revived,HEALTHY,CERTAIN",
    "closed-by-peer,SA_DELETED_BY_PEER,LIKELY",
    "two-connections,IKE_PROPOSAL_MISMATCH,LIKELY",
    "certificate-lost,FRAGMENTATION,LIKELY",
    "key-or-lost,UNDETERMINABLE,POSSIBLE",
    "behind-nat,UDP4500_BLOCKED,LIKELY",
    "silent,PEER_UNREACHABLE,CERTAIN",
    "quick-silent,UNDETERMINABLE,POSSIBLE",
    "half-open,UNDETERMINABLE,POSSIBLE",
    "ike-offers,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "pfs-offers,PFS_DH_MISMATCH,CERTAIN",
    "transforms,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "key-missing-v1,AUTH_PSK_MISMATCH,CERTAIN",
    "other-version,IKE_VERSION_MISMATCH,LIKELY",
    "other-version-near-miss,CONFIG_NOT_LOADED,CERTAIN",
    "configuration-file,CONFIG_ERROR,CERTAIN",
    "identity,ID_MISMATCH,CERTAIN",
    "networks,TS_MISMATCH,LIKELY"
  })
  void shouldReadTheCause(String log, Cause cause, Certainty certainty) throws IOException {
    var found = Fixture.log("Pluto/" + log).worst();
    assertThat(found.cause()).isEqualTo(cause);
    assertThat(found.certainty()).isEqualTo(certainty);
  }

  @Test
  void shouldLayTheOffersOfPhase1SideBySide() throws IOException {
    var found = Fixture.log("Pluto/ike-offers").worst();
    assertThat(found.fact(Fact.THEIRS)).contains("aes256/prfsha256/sha256/modp1024");
    assertThat(found.fact(Fact.OURS))
        .hasValueSatisfying(ours -> assertThat(ours).contains("ecp256"));
    assertThat(found.fact(Fact.FIELD)).contains("group");
    assertThat(found.fact(Fact.PEER)).contains("203.0.113.9");
  }

  @Test
  void shouldNameBothIdentities() throws IOException {
    var found = Fixture.log("Pluto/identity").worst();
    assertThat(found.fact(Fact.OURS)).contains("@far");
    assertThat(found.fact(Fact.THEIRS)).contains("@other");
  }

  @Test
  void shouldNameTheNetworksWantedHere() throws IOException {
    assertThat(Fixture.log("Pluto/networks").worst().fact(Fact.OURS))
        .contains("10.1.0.0/16===10.2.0.0/24");
  }

  @Test
  void shouldNameTheConnectionWhoseAddressIsUnknown() throws IOException {
    assertThat(Fixture.log("Pluto/two-connections").worst().fact(Fact.PEER)).contains("south");
  }

  @Test
  void shouldFindTheAddressInTheMessageBefore() throws IOException {
    assertThat(Fixture.log("Pluto/transforms").worst().fact(Fact.PEER)).contains("203.0.113.9");
  }

  @Test
  void shouldReadAddressesOfEitherFamily() throws IOException {
    assertThat(Fixture.log("Pluto/silent").worst().fact(Fact.PEER)).contains("2001:db8::9");
  }

  @Test
  void shouldSuspectPhase2WhenItsFirstMessageMeetsSilence() throws IOException {
    assertThat(Fixture.log("Pluto/quick-silent").worst().candidates())
        .contains(Cause.ESP_PROPOSAL_MISMATCH, Cause.PFS_DH_MISMATCH, Cause.TS_MISMATCH);
  }
}
