package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same lines of charon behind whatever systems put in front of them. */
class CharonPrefixTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syslog",
        "syslog-without-pid",
        "syslog-ipsec",
        "rfc5424",
        "rfc3339",
        "journal",
        "journal-short-precise",
        "filelog",
        "filelog-epoch",
        "swanctl-log",
        "swanctl-initiate",
        "windows-line-ends",
        "pfsense",
        "pfsense-clog",
        "pfsense-page",
        "opnsense",
        "opnsense-page",
        "vyos",
        "vyos-monitor",
        "edgeos",
        "edgeos-daemon",
        "android",
        "android-logcat",
        "docker",
        "docker-compose",
        "kubernetes"
      })
  void shouldReadCharonBehindEveryPrefix(String flavour) throws IOException {
    var found = Fixture.log("Prefixes/" + flavour).worst();
    assertThat(found.cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
    assertThat(found.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(found.fact(Fact.PEER)).contains("203.0.113.9");
    assertThat(found.fact(Fact.OURS)).contains("aes256/sha256/prfsha256/modp2048");
  }
}
