package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.Scope;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AuthenticationRulesTest {

  @Test
  void shouldTakeTheErrorNumberForDifferingKeys() throws IOException {
    // When
    var found = Fixture.log("Authentication/positive").worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.AUTH_PSK_MISMATCH);
    assertThat(found.fault()).isEqualTo(Fault.AUTHENTICATION);
    assertThat(found.fact(Fact.CODE)).contains("13801 ERROR_IPSEC_IKE_AUTH_FAIL");
    assertThat(found.fact(Fact.PEER)).contains("198.51.100.20");
    assertThat(found.proof().getFirst().line()).isEqualTo(4);
  }

  @Test
  void shouldForgetARefusalThatASuccessFollows() throws IOException {
    assertThat(Fixture.log("Authentication/near-miss").code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldNotGuessWhatThePeerDislikes() throws IOException {
    // When
    var found = Fixture.log("Authentication/heard-from-peer").worst();

    // Then
    assertThat(found.fault()).isEqualTo(Fault.AUTHENTICATION);
    assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
    assertThat(found.certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(found.candidates()).contains(Cause.AUTH_PSK_MISMATCH, Cause.ID_MISMATCH);
  }

  @Test
  void shouldBeSureOfACertificateItRefusedItself() throws IOException {
    var found = Fixture.log("AuthenticationCertificate/positive").worst();
    assertThat(found.cause()).isEqualTo(Cause.AUTH_CERT);
    assertThat(found.certainty()).isEqualTo(Certainty.CERTAIN);
  }

  @Test
  void shouldReadATraceWhoseHeadingIsCutOff() throws IOException {
    // When
    var found = Fixture.log("Authentication/trace-heading-cut").worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.AUTH_PSK_MISMATCH);
    assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(found.fact(Fact.REFUSED_BY)).contains("peer");
    assertThat(found.proof().getFirst().line()).isEqualTo(3);
  }

  @Test
  void shouldNotTakeAWordForAFailure() throws IOException {
    assertThat(Fixture.log("AuthenticationCertificate/near-miss").code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldSayNothingWithoutEvidence() {
    assertThat(Fixture.seen(Scope.LOGS).worst().fault()).isEqualTo(Fault.UNDETERMINED);
  }
}
