package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "des/sha1|encryption",
        "aes256/md5|integrity",
        "des/md5|encryption+integrity",
        "blowfish/sha1, aes256/md5, 3des/sha512|encryption",
        "aes128/sha256|''"
      })
  void shouldCompareFieldByField(String offer, String fields) {
    var difference =
        OfferComparison.difference(AzureDefaults.IKE, OfferComparison.proposals(offer));
    assertThat(OfferComparison.inWords(difference)).isEqualTo(fields);
  }

  @ParameterizedTest
  @CsvSource({
    "charon-ike-responder,IKE_PROPOSAL_MISMATCH,CERTAIN",
    "charon-pfs-responder,PFS_DH_MISMATCH,CERTAIN",
    "charon-child-heard,ESP_PROPOSAL_MISMATCH,LIKELY",
    "charon-init-heard,UNDETERMINABLE,POSSIBLE"
  })
  void shouldReadStrongSwansSideOfIt(String log, Cause cause, Certainty certainty)
      throws IOException {
    var found = Fixture.log("IkePolicyMismatch/" + log).worst();
    assertThat(found.cause()).isEqualTo(cause);
    assertThat(found.certainty()).isEqualTo(certainty);
  }

  @Test
  void shouldTellBothOffersInShortNames() throws IOException {
    var found = Fixture.log("IkePolicyMismatch/charon-pfs-responder").worst();
    assertThat(found.fact(Fact.OURS)).contains("aes256/sha256/modp3072");
    assertThat(found.fact(Fact.THEIRS)).contains("aes256/sha256/modp2048");
    assertThat(found.fact(Fact.PEER)).contains("203.0.113.9");
  }
}
