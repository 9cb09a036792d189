package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProposalRulesTest {

  @Test
  void shouldNameTheFieldThatDiffers() throws IOException {
    // When
    var found = Fixture.log("IkePolicyMismatch/positive").worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
    assertThat(found.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(found.fact(Fact.FIELD)).contains("integrity");
    assertThat(found.fact(Fact.THEIRS)).contains("aes256/sha512, aes256/sha384");
    assertThat(found.fact(Fact.REFUSED_BY)).contains("here");
  }

  @Test
  void shouldForgetAMismatchThatASuccessFollows() throws IOException {
    assertThat(Fixture.log("IkePolicyMismatch/near-miss").code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldNotGuessWhichAlgorithmsWithoutTheStep() throws IOException {
    var found = Fixture.log("IkePolicyMismatch/step-unknown").worst();
    assertThat(found.fault()).isEqualTo(Fault.IKE_POLICY_MISMATCH);
    assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
  }

  @Test
  void shouldReadQuickModeAsTheTunnelsAlgorithms() throws IOException {
    var found = Fixture.log("IkePolicyMismatchEsp/positive").worst();
    assertThat(found.cause()).isEqualTo(Cause.ESP_PROPOSAL_MISMATCH);
    assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(found.proof().getFirst().line()).isEqualTo(2);
  }

  @Test
  void shouldNotReadAnotherProgramsErrors() throws IOException {
    assertThat(Fixture.log("IkePolicyMismatchEsp/near-miss").code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldTellVersionsAndGroupsApart() throws IOException {
    assertThat(Fixture.log("IkePolicyMismatchVersion/positive").worst().cause())
        .isEqualTo(Cause.IKE_VERSION_MISMATCH);
    assertThat(Fixture.log("IkePolicyMismatchPfs/positive").worst().cause())
        .isEqualTo(Cause.PFS_DH_MISMATCH);
  }

  @Test
  void shouldCompareFieldByField() {
    assertThat(AzureDefaults.difference(AzureDefaults.IKE, "des/sha1")).isEqualTo("encryption");
    assertThat(AzureDefaults.difference(AzureDefaults.IKE, "aes256/md5")).isEqualTo("integrity");
    assertThat(AzureDefaults.difference(AzureDefaults.IKE, "des/md5"))
        .isEqualTo("encryption+integrity");
    assertThat(AzureDefaults.difference(List.of("aes256/sha1"), "aes256/md5, des/sha1")).isEmpty();
  }
}
