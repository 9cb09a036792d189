package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.ComparedField;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.Proposal.Protocol;
import java.io.IOException;
import java.util.List;
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
  void shouldLayBothOffersBesideEachOther() throws IOException {
    // When
    var rows = ComparedField.of(Fixture.log("BothEnds/algorithms-responder").worst());

    // Then
    assertThat(rows)
        .contains(
            new ComparedField("encryption", List.of("aes256"), List.of("aes128")),
            new ComparedField("group", List.of("modp2048"), List.of("modp1024")));
    assertThat(rows.getLast().readable().ours()).containsExactly("modp2048 (group 14)");
    assertThat(rows.getFirst().label(Language.KO)).isEqualTo("암호화");
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
        "aes128/sha256|''",
        "aes128/sha256/modp2048|group",
        "aes128/sha256/dhgroup2|''"
      })
  void shouldCompareFieldByField(String offer, String fields) {
    var comparison =
        OfferComparison.of(Protocol.IKE, AzureDefaults.IKE, OfferComparison.proposals(offer));
    assertThat(OfferComparison.inWords(comparison.difference())).isEqualTo(fields);
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
  void shouldShowWhatIsCommonAndWhatIsMissingWithGroupNumbers() throws IOException {
    // When
    var found = Fixture.log("IkePolicyMismatch/charon-ike-responder").worst();

    // Then
    var words = ActionCatalog.explain(found, Language.EN);
    assertThat(words.detail())
        .contains(
            "encryption: here aes256, peer aes128; nothing in common",
            "here modp3072 (group 15), ecp256 (group 19), peer modp1024 (group 2)");
    assertThat(words.actions().getFirst().text())
        .contains(
            "proposals = aes256-sha256-ecp256",
            "ike=aes256-sha2_256-dh19",
            "ikeEncryption AES256, ikeIntegrity SHA256, dhGroup ECP256");
    assertThat(ActionCatalog.explain(found, Language.KO).detail())
        .contains("암호화: 이쪽 aes256, 피어 aes128, 공통 항목 없음");
  }

  @Test
  void shouldCompareAPeerWithAzuresDefaultsAndNameThePolicyThatMatches() throws IOException {
    // When
    var found = Fixture.log("IkePolicyMismatch/positive").worst();

    // Then
    assertThat(found.fact(Fact.DEFAULTS)).contains("responder");
    assertThat(found.fact(Fact.AZURE))
        .contains("ikeEncryption AES256, ikeIntegrity SHA384, dhGroup DHGroup14");
    assertThat(found.fact(Fact.COMPARISON).orElseThrow()).doesNotContain("group");
  }

  @Test
  void shouldKnowThatAzureNeverOffersPfsWhenItStarts() throws IOException {
    // When
    var found = Fixture.log("IkePolicyMismatchEsp/azure-initiator").worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.ESP_PROPOSAL_MISMATCH);
    assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(found.fact(Fact.DEFAULTS)).contains("initiator");
    assertThat(found.fact(Fact.OURS).orElseThrow())
        .startsWith("aes256gcm16, ")
        .doesNotContain("modp");
    assertThat(found.fact(Fact.COMPARISON)).isEmpty();
  }

  @Test
  void shouldNotTakeADeviceForAzure() throws IOException {
    var found = Fixture.log("IkePolicyMismatch/charon-child-heard").worst();
    assertThat(found.fact(Fact.DEFAULTS)).isEmpty();
    assertThat(found.fact(Fact.OURS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aes256/sha256/modp2048|INITIATOR|group",
        "aes256/sha256/modp2048|RESPONDER|''",
        "aes256/sha256/modp3072|RESPONDER|group",
        "aes128/sha256|INITIATOR|encryption",
        "aes128/sha256|RESPONDER|''",
        "gcmaes256|INITIATOR|''",
        "aes256/sha512/modp2048|RESPONDER|integrity"
      })
  void shouldHoldAzuresTunnelOffersInEitherRole(String peer, Role azure, String fields) {
    var ours = AzureDefaults.of(Protocol.ESP, azure);
    var comparison = OfferComparison.of(Protocol.ESP, ours, List.of(peer));
    assertThat(OfferComparison.inWords(comparison.difference())).isEqualTo(fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IKE|aes256/sha256/prfsha256/modp2048|aes256/sha256/prfsha512/modp2048|prf=prfsha256/prfsha512",
        "ESP|aes256/sha256/esn|aes256/sha256|sequence_numbers=esn/",
        "ESP|aes256/sha256|aes256/sha256/esn|sequence_numbers=/esn"
      })
  void shouldShowWhatIsSeldomSetOnlyWhereItDiffers(
      Protocol protocol, String ours, String theirs, String row) {
    var differs = OfferComparison.of(protocol, List.of(ours), List.of(theirs));
    assertThat(differs.table().split(";")).contains(row);
    assertThat(OfferComparison.of(protocol, List.of(ours), List.of(ours)).table())
        .doesNotContain("prf", "sequence_numbers");
  }

  @ParameterizedTest
  @CsvSource({
    "aes256/sha256/modp2048, aes256/sha1/modp2048, false",
    "aes256/sha256/modp2048;aes128/sha1/modp2048, aes256/sha1/modp2048, true",
    "aes256/sha256/modp2048, aes256/sha256/modp2048, false",
    "aes256/sha256/modp2048;3des/sha1/modp1024, aes256/sha256/modp1024;3des/sha1/modp2048, true"
  })
  void shouldSeeThatAlgorithmsInCommonAreInNoProposalTogether(
      String ours, String theirs, boolean scattered) {
    var comparison =
        OfferComparison.of(Protocol.IKE, List.of(ours.split(";")), List.of(theirs.split(";")));
    assertThat(comparison.isScattered()).isEqualTo(scattered);
  }

  @Test
  void shouldTellBothOffersInShortNames() throws IOException {
    var found = Fixture.log("IkePolicyMismatch/charon-pfs-responder").worst();
    assertThat(found.fact(Fact.OURS)).contains("aes256/sha256/modp3072");
    assertThat(found.fact(Fact.THEIRS)).contains("aes256/sha256/modp2048");
    assertThat(found.fact(Fact.PEER)).contains("203.0.113.9");
  }
}
