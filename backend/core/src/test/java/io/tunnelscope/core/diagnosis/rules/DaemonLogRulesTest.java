package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the logs of strongSwan and libreswan show, on either side. */
class DaemonLogRulesTest {

  @ParameterizedTest
  @CsvSource({
    "Authentication/charon-key,AUTH_PSK_MISMATCH,CERTAIN",
    "Authentication/charon-key-near-miss,HEALTHY,CERTAIN",
    "Authentication/charon-certificate,AUTH_CERT,CERTAIN",
    "Authentication/charon-identity,ID_MISMATCH,CERTAIN",
    "Authentication/pluto-key,AUTH_PSK_MISMATCH,CERTAIN",
    "Authentication/pluto-heard,UNDETERMINABLE,POSSIBLE",
    "PeerReachability/charon-silent,PEER_UNREACHABLE,CERTAIN",
    "PeerReachability/charon-behind-nat,UDP4500_BLOCKED,LIKELY",
    "PeerReachability/charon-rekeyed,HEALTHY,CERTAIN",
    "PeerReachability/charon-closed,SA_DELETED_BY_PEER,LIKELY",
    "IkePolicyMismatchSelectors/charon-heard,TS_MISMATCH,LIKELY",
    "IkePolicyMismatchSelectors/two-peers,TS_MISMATCH,LIKELY",
    "ConnectionNotConfiguredOnGateway/pluto-refused,CONFIG_ERROR,CERTAIN"
  })
  void shouldReadTheCause(String log, Cause cause, Certainty certainty) throws IOException {
    var found = Fixture.log(log).worst();
    assertThat(found.cause()).isEqualTo(cause);
    assertThat(found.certainty()).isEqualTo(certainty);
    assertThat(found.fault()).isNotEqualTo(Fault.UNDETERMINED);
  }

  @Test
  void shouldNotLetOnePeersSuccessExcuseAnother() throws IOException {
    var found = Fixture.log("IkePolicyMismatchSelectors/two-peers").worst();
    assertThat(found.fact(Fact.PEER)).contains("203.0.113.9");
  }
}
