package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static final Redaction REDACTION = new Redaction(new byte[] {1, 2, 3});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "psk = Tr0ub4dor&3",
        "  secret=\"Tr0ub4dor&3\"",
        "203.0.113.1 198.51.100.1 : PSK \"Tr0ub4dor&3\"",
        " pre-shared-key Tr0ub4dor&3",
        "{\"sharedKey\": \"Tr0ub4dor&3\"}",
        "crypto isakmp key Tr0ub4dor&3 address 192.0.2.1",
        "ikev2 remote-authentication pre-shared-key Tr0ub4dor&3",
        "Authorization: Bearer Tr0ub4dor-and-more",
        "GET https://x.example/a?sv=1&sig=Tr0ub4dor%2Band&se=2",
        "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJUcjB1YjRkb3IifQ.Tr0ub4dor",
        ": PSK \"Tr0ub4dor&3\"",
        "carol : EAP \"Tr0ub4dor&3\"",
        "carol : XAUTH \"Tr0ub4dor&3\"",
        ": RSA gatewayKey.pem \"Tr0ub4dor&3\"",
        "secret-1 = Tr0ub4dor&3",
        "        set psksecret ENC Tr0ub4dor0000000000==",
        "        set psksecret Tr0ub4dor",
        "pre-shared-key ascii-text \"$9$Tr0ub4dor\"",
        "/ip ipsec identity add peer=a secret=Tr0ub4dor",
        "username carol password 0 Tr0ub4dor",
        "key-string Tr0ub4dor",
        "client_secret=Tr0ub4dor",
        "AccountName=logs;AccountKey=Tr0ub4dor+and/more==;EndpointSuffix=core.windows.net",
        "New-AzVirtualNetworkGatewayConnection -SharedKey: 'Tr0ub4dor'",
        "fetching https://carol:Tr0ub4dor@crl.example/list",
        "posting with xoxb-1234-Tr0ub4dor",
        "set vpn ipsec site-to-site peer 192.0.2.1 authentication pre-shared-secret Tr0ub4dor",
        "carol : XAUTH Tr0ub4dor",
        "carol : EAP   Tr0ub4dor "
      })
  void shouldTakeSecretsOut(String line) {
    assertThat(REDACTION.of(line)).doesNotContain("Tr0ub4dor").contains("[redacted:");
  }

  @Test
  void shouldTakeKeyMaterialOutOfDumps() {
    assertThat(
            REDACTION.of("10[IKE]    0: 6B 1F 22 9C 00 AA 6B 1F 22 9C 00 AA 6B 1F 22 9C  k.\"..."))
        .doesNotContain("6B 1F 22")
        .contains("[redacted:hex:");
    assertThat(REDACTION.of("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"))
        .isEqualTo(REDACTION.of("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"))
        .startsWith("[redacted:pem:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enc cbc(aes) 0x9c00aa6b1f229c00aa6b1f229c00aa6b1f229c00",
        "|   9c 00 aa 6b  1f 22 9c 00  aa 6b 1f 22  9c 00 aa 6b",
        "11[ENC]    0: 9C 00 AA 6B 1F 22 9C 00 AA 6B 1F 22 9C 00 AA 6B  secret..letters."
      })
  void shouldTakeRawKeysOut(String line) {
    assertThat(REDACTION.of(line).toLowerCase(Locale.ROOT))
        .contains("[redacted:hex:")
        .doesNotContain("9c00aa")
        .doesNotContain("9c 00 aa")
        .doesNotContain("letters");
  }

  /** {@code psk = Tr0ub4dor&3}, as it is put where no name can be seen. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "payload cHNrID0gVHIwdWI0ZG9yJjM=",
        "payload cHNrID0gVHIwdWI0ZG9yJjM",
        "data:text/plain;base64,cHNrID0gVHIwdWI0ZG9yJjM= and more",
        "attribute 70736b203d20547230756234646f722633",
        "ATTRIBUTE 70736B203D20547230756234646F722633 (24 bytes)",
        "cABzAGsAIAA9ACAAVAByADAAdQBiADQAZABvAHIAJgAzAA=="
      })
  void shouldReadWhatIsCodedBeforeItLooksForSecrets(String line) {
    assertThat(REDACTION.of(line)).contains("[redacted:coded:");
  }

  @Test
  void shouldTakeEveryLineOfAPrivateKeyOut() {
    // Given
    var text = new RedactedText(REDACTION);

    // Then
    assertThat(text.line("-----BEGIN RSA PRIVATE KEY-----")).endsWith("KEY-----");
    assertThat(text.line("  Tr0ub4dor+/ab")).startsWith("  [redacted:pem:");
    assertThat(text.line("09[CFG] Tr0ub4dor==")).startsWith("09[CFG] [redacted:pem:");
    assertThat(text.line("-----END RSA PRIVATE KEY-----")).endsWith("KEY-----");
    assertThat(text.line("received NO_PROPOSAL_CHOSEN")).isEqualTo("received NO_PROPOSAL_CHOSEN");
  }

  @Test
  void shouldTakeOutWhatLooksDrawnByLot() {
    assertThat(REDACTION.of("using Zk3mQ9xLw7RtYb2NvHc5PjDf8GsAe1UoXi4KqWzTyMn6"))
        .startsWith("using [redacted:entropy:");
  }

  @Test
  void shouldKeepEqualSecretsEqualAndOwnersApart() {
    // When
    var here = REDACTION.of("psk = hunter22");
    var there = REDACTION.of("secret = \"hunter22\"");
    var elsewhere = new Redaction(new byte[] {9}).of("psk = hunter22");

    // Then
    assertThat(mark(here)).isEqualTo(mark(there)).isNotEqualTo(mark(elsewhere));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error: Authentication failed. Check shared key.",
        "tried 1 shared key for '192.0.2.1' - '192.0.2.2', but MAC mismatched",
        "authentication of '192.0.2.1' with pre-shared key successful",
        "Remote 192.0.2.1:500: Local 192.0.2.2:500: [SEND][SA_INIT] Sending",
        "[0]0368.0A94::11/20/2026-10:00:00.000 [ikeext] 1|192.0.2.1|message",
        "Connected Since : 2/1/2017 8:22:06 PM",
        "CHILD_SA net{3} established with SPIs 4d7aa194_i 111ba1c4_o and TS 10.0.0.0/8 === 10.1.0.0/16",
        "received unknown vendor ID: 1f:07:f7:0e:aa:65:14:d3:b0:fa:96:54:2a:50:01:00",
        "07[CFG] selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256",
        "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/net/providers/Microsoft.Network/connections/a",
        "\"site\" #1: sent IKE_AUTH request to 203.0.113.9:UDP/500",
        "no preshared key found for 'a' - 'b'",
        "authby=secret",
        "Authentication method : EAP MSCHAPv2",
        "peer 192.0.2.1: EAP TTLS",
        "key id 6b1f229c00aa6b1f229c00aa6b1f229c00aa6b1f",
        "see data:image/svg;base64,c29tZSBwbGFpbiB0ZXh0IHdpdGhvdXQgaXQ="
      })
  void shouldLeaveOrdinaryLinesAlone(String line) {
    assertThat(REDACTION.of(line)).isEqualTo(line);
  }

  @Test
  void shouldRedactTwiceAsOnce() {
    var once = REDACTION.of("psk = hunter22");
    assertThat(REDACTION.of(once)).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "psk",
        "secret = ",
        "eyJ",
        "0: 00 ",
        "A",
        "sig=",
        "authorization: ",
        "psk psk= \"",
        "aGVsbG8gd29ybGQgb2YgY29kZXM ",
        "70736b203d20",
        ": XAUTH a"
      })
  void shouldStayFastOnTheWorstLine(String piece) {
    var line = piece.repeat(LogText.MAX_LINE / piece.length());
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> REDACTION.of(line));
  }

  private static String mark(String line) {
    return line.substring(line.indexOf("[redacted"));
  }
}
