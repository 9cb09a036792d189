package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzurePoliciesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Policy1:Cipher=AES-CBC-256Integrity=SHA384Policy2:Cipher=AES-CBC-256Integrity=SHA256|aes256/sha384, aes256/sha256",
        "Policy1: Cipher=AES-CBC-256 Integrity=SHA1 DhGroup=DhGroup2|aes256/sha1/modp1024",
        "Policy1:Cipher=AES-CBC-128Integrity=SHA256DhGroup=DhGroup14Policy2:Cipher=3DESIntegrity=SHA1DhGroup=ECP256|aes128/sha256/modp2048, 3des/sha1/ecp256",
        "Policy 1: Cipher=AES256, Integrity=SHA512, DhGroup=DhGroup2048|aes256/sha512/modp2048",
        "Policy1:Cipher=DESIntegrity=Md5|des/md5",
        "Policy1:Cipher=AES-GCM-256Integrity=AES-GMAC-256|aes256gcm16",
        "Policy1:Cipher=GCM-AES-128 Integrity=GCM-AES-128 PfsGroup=PFS2048|aes128gcm16/modp2048",
        "Policy1:Cipher=GCMAES256 Integrity=GCMAES256 PfsGroup=None|aes256gcm16",
        "Policy1:Cipher=AES-GCM-256 Integrity=SHA384 DhGroup=DhGroup24|aes256gcm16/sha384/modp2048s256",
        "Policy1:Integrity=SHA256|''",
        "Policy Mismatch|''",
        "a policy of Cipher=AES-CBC-256|''"
      })
  void shouldReadEveryFieldOfEveryPolicy(String text, String offer) {
    assertThat(AzurePolicies.of(text)).isEqualTo(offer);
  }
}
