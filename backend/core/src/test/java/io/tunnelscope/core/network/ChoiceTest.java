package io.tunnelscope.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.network.Proposal.Protocol;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IKE|aes256/sha256/modp2048|aes256-sha256-modp2048|aes256-sha2_256-modp2048|ikeEncryption AES256, ikeIntegrity SHA256, dhGroup DHGroup14",
        "IKE|aes256gcm16/prfsha384/ecp384|aes256gcm16-prfsha384-ecp384|aes_gcm256-sha2_384-dh20|ikeEncryption GCMAES256, ikeIntegrity SHA384, dhGroup ECP384",
        "IKE|aes128/sha1|aes128-sha1-modp2048|aes128-sha1-modp2048|ikeEncryption AES128, ikeIntegrity SHA1, dhGroup DHGroup14",
        "ESP|aes256gcm16|aes256gcm16|aes_gcm256|ipsecEncryption GCMAES256, ipsecIntegrity GCMAES256, pfsGroup None",
        "ESP|aes128/sha256/modp2048|aes128-sha256-modp2048|aes128-sha2_256-modp2048|ipsecEncryption AES128, ipsecIntegrity SHA256, pfsGroup PFS2048",
        "ESP|aes256/sha1/modp2048s256|aes256-sha1-modp2048s256|aes256-sha1-dh24|ipsecEncryption AES256, ipsecIntegrity SHA1, pfsGroup PFS24"
      })
  void shouldBeSaidInTheWordsOfEachDevice(
      Protocol protocol, String offer, String strongSwan, String libreswan, String azure) {
    var choice = choice(protocol, offer);
    assertThat(choice.strongSwan()).isEqualTo(strongSwan);
    assertThat(choice.libreswan()).isEqualTo(libreswan);
    assertThat(choice.azure()).contains(azure);
  }

  @Test
  void shouldPreferWhatAzureCanBeSetTo() {
    assertThat(choice(Protocol.IKE, "aes256/sha512/modp4096", "aes256/sha384/modp2048").group())
        .isEqualTo("modp2048");
  }

  @Test
  void shouldPreferTheStrongerOne() {
    assertThat(choice(Protocol.ESP, "3des/sha1", "aes256/sha256", "aes256/md5").integrity())
        .isEqualTo("sha256");
  }

  @Test
  void shouldNotClaimThatAzureHasWhatItHasNot() {
    assertThat(choice(Protocol.IKE, "chacha20poly1305/prfsha256/curve25519").azure()).isEmpty();
  }

  @Test
  void shouldNotInventACombination() {
    assertThat(Choice.among(Protocol.ESP, List.of())).isEmpty();
    assertThat(Choice.among(Protocol.ESP, List.of(Proposal.parse(Protocol.ESP, "sha256"))))
        .isEmpty();
  }

  private static Choice choice(Protocol protocol, String... offers) {
    var proposals = Stream.of(offers).map(offer -> Proposal.parse(protocol, offer)).toList();
    return Choice.among(protocol, proposals).orElseThrow();
  }
}
