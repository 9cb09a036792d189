package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        // ipsec.secrets
        "198.51.100.7 203.0.113.20 : PSK \"Tr0ub4dor\" # branch office",
        "198.51.100.7 : PSK Tr0ub4dor # branch office",
        "dave : XAUTH Tr0ub4dor # left in May",
        "dave\t:\tEAP\t\"Tr0ub4dor\"",
        "dave : NTLM Tr0ub4dor",
        ": PIN %smartcard Tr0ub4dor",
        ": PKCS8 west.der \"Tr0ub4dor\" # of west",
        ": RSA keys/west.pem Tr0ub4dor",
        ": PPKS \"west\" \"Tr0ub4dor\"",
        "psk=\"one \\\"Tr0ub4dor\\\" two\"",
        "psk=\"Tr0ub4dor and the line is cut",
        "psk=Tr;Tr0ub4dor",
        "psk Tr#Tr0ub4dor",
        "psk: 'Tr''Tr0ub4dor'",
        "psk=\"\"Tr0ub4dor\"\",next",
        "{\"log\":\"  psk = \\\"Tr0ub4dor\\\"\\n\",\"stream\":\"stdout\"}",
        "password%3DTr0ub4dor",
        "'psk' => 'Tr0ub4dor',",
        // a line of these within JSON, CSV and the journal's export
        "{\"log\":\"  pre-shared-key Tr0ub4dor\\n\",\"stream\":\"stdout\",\"time\":\"2026-02-03T04:05:06Z\"}",
        "{\"log\":\"set password Tr0ub4dor\\r\\n\",\"stream\":\"stdout\"}",
        "{\"log\":\" key 7 Tr0ub4dor\\n\",\"stream\":\"stdout\"}",
        "\"gw\",\"pre-shared-key Tr0ub4dor\",\"7\"",
        "MESSAGE=psk Tr0ub4dor",
        // command lines of Azure
        "New-AzVirtualNetworkGatewayConnection -SharedKey 'Tr0ub4dor' -Name west",
        "New-AzVirtualNetworkGatewayConnection -Name west -SharedKey Tr0ub4dor",
        "az network vpn-connection create --shared-key Tr0ub4dor --name west",
        "az network vpn-connection shared-key update --value Tr0ub4dor",
        "Set-AzVirtualNetworkGatewayConnectionSharedKey -Name west -Value \"Tr0ub4dor\"",
        "{\"sharedKey\":{\"value\":\"Tr0ub4dor\"}}",
        "{\"value\":\"Tr0ub4dor\",\"id\":\"/providers/x/connections/west/sharedKey\"}",
        // other clouds
        "shared_key = \"Tr0ub4dor\"",
        "  tunnel1_preshared_key = \"Tr0ub4dor\"",
        "\"PreSharedKey\": \"Tr0ub4dor\",",
        "sharedSecret: Tr0ub4dor",
        // XML
        "<pre-shared-key>Tr0ub4dor</pre-shared-key>",
        "<ike:preSharedKey type=\"ascii\"> Tr0ub4dor </ike:preSharedKey>",
        "<ipsecpsk><![CDATA[Tr0ub4dor]]></ipsecpsk>",
        "<prv>Tr0ub4dor</prv>",
        // Junos
        "pre-shared-key ascii-text \"$9$Tr0ub4dor\"; ## SECRET-DATA",
        "pre-shared-key hexadecimal \"Tr0ub4dor\"; ## SECRET-DATA",
        "encrypted-password $6$abcd$Tr0ub4dor;",
        // Cisco
        "crypto isakmp key Tr0ub4dor hostname west.example",
        "crypto isakmp key 6 Tr0ub4dor address 203.0.113.20 no-xauth",
        " pre-shared-key local Tr0ub4dor",
        " pre-shared-key remote 6 Tr0ub4dor",
        "  pre-shared-key address 203.0.113.20 255.255.255.255 key Tr0ub4dor",
        " authentication local pre-share key 0 Tr0ub4dor",
        " ikev2 local-authentication pre-shared-key hex Tr0ub4dor",
        " key 7 Tr0ub4dor",
        "radius-server host 203.0.113.5 key Tr0ub4dor",
        "username dave password Tr0ub4dor",
        "username dave privilege 15 secret 9 Tr0ub4dor",
        "enable password Tr0ub4dor encrypted",
        "snmp-server community Tr0ub4dor RO",
        // FortiGate, RouterOS, VyOS
        "    set password Tr0ub4dor",
        "    set passwd ENC Tr0ub4dor",
        "    set psksecret-remote ENC Tr0ub4dor==",
        "add secret=\"Tr0ub4dor\" peer=west",
        "set ipsec-secret=\"Tr0ub4dor\" use-ipsec=yes",
        "set vpn ipsec authentication psk west secret 'Tr0ub4dor'",
        // the web
        "Set-Cookie: session=Tr0ub4dor; Path=/",
        "Cookie: a=b; session=Tr0ub4dor",
        "fetching ldap://:Tr0ub4dor@directory.example/",
        // words in Korean
        "공유 키: Tr0ub4dor",
        "비밀번호=Tr0ub4dor"
      })
  void shouldTakeSecretsOutOfEveryGrammar(String line) {
    assertThat(REDACTION.of(line)).doesNotContain("Tr0ub4dor").contains("[redacted:");
    assertThat(REDACTION.of(REDACTION.of(line))).isEqualTo(REDACTION.of(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": PSK ab",
        " ikev1 pre-shared-key ab",
        "crypto isakmp key ab address 203.0.113.20",
        "set vpn ipsec site-to-site peer west authentication pre-shared-secret ab",
        "psk=ab"
      })
  void shouldTakeShortKeysOutWhereAWordAnnouncesThem(String line) {
    assertThat(REDACTION.of(line)).doesNotContain(" ab").doesNotContain("=ab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ike 0:west:4: IKE SA 11aa6b1f00aa6b1f/229d00ab229d00ab SK_ei 16:9c00aa6b1f229c00aa6b1f22",
        "IKEv2-PROTO-5: SK_d 9c00aa6b1f229c00aa6b1f22",
        "ISAKMP:(1002): SKEYID 9c00aa6b 9c00aa6b 9c00aa6b",
        "ike 0:west:4: enc 9c00aa6b1f229c00aa6b1f22",
        "2026-02-03 04:05:06: DEBUG: 9c00aa6b 9c00aa6b 9c00aa6b 9c00aa6b",
        "feb/03 04:05:06 ipsec,debug,packet 9c00aa6b 9c00aa6b 9c00aa6b",
        "9c00aa6b 9c00aa",
        "KEYMAT: 9c 00 aa 6b 9c 00 aa 6b",
        "| \t 9c 00 aa 6b  9c 00 aa 6b",
        "Feb  3 04:05:06 west pluto[7]: |    9c 00 aa",
        "06[ENC]   16: 9C 00 AA                                 ...",
        "06[ENC] <west|1>   16: 9C 00 AA",
        "{\"log\":\"06[ENC]   16: 9C 00 AA          ...\\n\",\"time\":\"2026-02-03T04:05:06Z\"}",
        "{\"log\":\"pluto[7]: |    9c 00 aa\\n\",\"time\":\"2026-02-03T04:05:06Z\"}",
        "\tenc cbc(des3_ede) 0x9c00aa6b9c00aa6b"
      })
  void shouldTakeKeysOutHoweverTheyAreDumped(String line) {
    assertThat(REDACTION.of(line).toLowerCase(Locale.ROOT))
        .contains("[redacted:hex:")
        .doesNotContain("9c00aa")
        .doesNotContain("9c 00 aa");
  }

  @Test
  void shouldGiveOneMarkToAKeyHoweverItIsWritten() {
    var mark = mark(REDACTION.of("psk = Tr0ub4dor"));
    assertThat(REDACTION.of("198.51.100.7 : PSK \"Tr0ub4dor\" # west")).contains(mark);
    assertThat(REDACTION.of("{\"sharedKey\":{\"value\":\"Tr0ub4dor\"}}")).contains(mark);
    assertThat(REDACTION.of("<pre-shared-key>Tr0ub4dor</pre-shared-key>")).contains(mark);
    assertThat(REDACTION.of("crypto isakmp key Tr0ub4dor hostname west")).contains(mark);
    assertThat(REDACTION.of("{\"log\":\"psk = \\\"Tr0ub4dor\\\"\\n\"}")).contains(mark);
    assertThat(REDACTION.of("{\"log\":\"psk = Tr0ub4dor\\r\\n\"}")).contains(mark);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key simple Tr0ub4dor",
        "primary authentication radius key cipher Tr0ub4dor",
        "Cleartext-Password := \"Tr0ub4dor\"",
        "set network ike gateway west authentication pre-shared-key key Tr0ub4dor",
        "<pre-shared-key><key>-AQ==Tr0ub4dor</key></pre-shared-key>",
        "pre-shared-key cipher Tr0ub4dor",
        "pre-shared-key simple Tr0ub4dor",
        ":pre_shared_secret (\"Tr0ub4dor\")",
        "keystring Tr0ub4dor",
        " key Tr0ub4dor",
        "bind with bindpw=Tr0ub4dor",
        "pwd=Tr0ub4dor",
        "user=carol pass=Tr0ub4dor",
        "curl -s -u carol:Tr0ub4dor https://gw.example/",
        "access_token=Tr0ub4dor",
        "{\"refresh_token\": \"Tr0ub4dor\"}",
        "X-Auth-Token: Tr0ub4dor",
        "password\\u003dTr0ub4dor",
        "psk\\u0020\\u003d\\u0020Tr0ub4dor",
        "&quot;psk&quot;: &quot;Tr0ub4dor&quot;",
        "&lt;pre-shared-key&gt;Tr0ub4dor&lt;/pre-shared-key&gt;",
        "%22psk%22%3A%22Tr0ub4dor%22",
        "psk\u00a0=\u00a0Tr0ub4dor",
        "^[[32mpsk^[[0m = ^[[1mTr0ub4dor",
        "\\x1b[32mpsk\\x1b[0m = Tr0u\\x1b[1mb4dor",
        "psk\u001b(B = Tr0u\u001b[38:5:1mb4dor",
        "psk\u001b]8;;https://gw.example\u001b\\ = Tr0u\u001b(Bb4dor",
        // büro, psk = Tr0ub4dor in UTF-8
        "data: YsO8cm8KcHNrID0gVHIwdWI0ZG9yCg=="
      })
  void shouldTakeSecretsOutOfMoreGrammars(String line) {
    assertThat(REDACTION.of(line))
        .doesNotContain("Tr0ub4dor", "Tr0u", "VHIwdWI0ZG9y")
        .contains("[redacted:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ike 0:to-azure:7: ISAKMP SA f5fd40d7/87b3e2aa key 24:3C8D4E5A3C8D4E5A3C8D4E5A3C8D4E5A",
        "dec: spi=1a2b3c4d esp=aes key=16 3c8d4e5a3c8d4e5a3c8d4e5a3c8d4e5a",
        "esp enc-key=3c8d4e5a3c8d4e5a auth-key=3c8d4e5a3c8d4e5a",
        "SK_ei: 3c8d4e5a3c8d4e5a-3c8d4e5a3c8d4e5a"
      })
  void shouldTakeOutTheKeysOfASession(String line) {
    assertThat(REDACTION.of(line)).doesNotContainIgnoringCase("3c8d4e5a").contains("[redacted:");
  }

  @Test
  void shouldTakeSecretsOutOfUtf16WithinAFileOfUtf8() {
    var line = String.join("\0", "psk = Tr0ub4dor".split("", -1));
    assertThat(REDACTION.of(line)).isEqualTo(REDACTION.of("psk = Tr0ub4dor"));
  }

  @Test
  void shouldTakeOutALongSecretToItsEnd() {
    var secret = "Tr0ub4dor".repeat(70);
    assertThat(REDACTION.of("psk = \"" + secret + "\" # west")).doesNotContain("Tr0ub4dor");
  }

  /** What says why a tunnel is down must stay. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rejected authmethod: DB(prop#1:trns#1):Peer(prop#1:trns#1) = pre-shared key:RSA signatures",
        "\"branch-psk-ikev2\": cannot initiate connection without knowing peer IP address",
        "\"branch-psk\" #1: initiating IKEv2 connection",
        "Auth method PSK: FAILED error 13801",
        "phase1: secret: mismatch",
        "12 tests pass: all of them"
      })
  void shouldLeaveWhatSpeaksOfKeys(String line) {
    assertThat(REDACTION.of(line)).isEqualTo(line);
  }

  @Test
  void shouldGoOnReadingTheLogBehindAKeyThatWasCut() {
    // Given
    var text = new RedactedText(REDACTION);
    text.line("-----BEGIN PRIVATE KEY-----");
    text.line("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj");

    // When
    var lines =
        IntStream.range(0, 20)
            .mapToObj(n -> text.line("06[IKE] received AUTHENTICATION_FAILED notify error"))
            .toList();

    // Then
    assertThat(lines.getLast()).endsWith("notify error");
    assertThat(lines).filteredOn(line -> !line.endsWith("error")).hasSizeLessThan(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "psk = \u001b[1mTr0ub4dor\u001b[0m",
        "\u001b[32mpsk\u001b[0m = Tr0u\u001b[1mb4dor",
        "{\"log\":\"psk \\u001b[36m=\\u001b[0m Tr0\\u001B[1mub4dor\\n\"}",
        "gw charon: psk#033[0m = #033[1mTr0ub4dor#033[0m"
      })
  void shouldTakeSecretsOutOfColours(String line) {
    assertThat(REDACTION.of(line)).contains(mark(REDACTION.of("psk = Tr0ub4dor")));
  }

  @Test
  void shouldLeaveColoursThatHoldNoSecret() {
    var line = "\u001b[32m13[IKE]\u001b[0m received AUTHENTICATION_FAILED notify error";
    assertThat(REDACTION.of(line)).isEqualTo(line);
  }

  @Test
  void shouldTakeOutTheNumbersOfBytesThatHoldASecret() {
    assertThat(REDACTION.of("{\"MESSAGE\":" + numbers("\u001b[1mpsk = Tr0ub4dor") + "}"))
        .startsWith("{\"MESSAGE\":[[redacted:coded:")
        .endsWith("]]}");
    var cut = numbers("psk = Tr0ub4dor and more");
    assertThat(REDACTION.of(cut.substring(0, cut.length() - 8))).startsWith("[[redacted:coded:");
  }

  @Test
  void shouldLeaveNumbersThatHoldNoSecret() {
    var line = "{\"MESSAGE\":" + numbers("received AUTHENTICATION_FAILED notify") + "}";
    assertThat(REDACTION.of(line)).isEqualTo(line);
    assertThat(REDACTION.of("ports [500, 4500, 61234, 1, 2, 3]"))
        .isEqualTo("ports [500, 4500, 61234, 1, 2, 3]");
  }

  private static String numbers(String text) {
    return Arrays.toString(text.getBytes(StandardCharsets.UTF_8));
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
  void shouldGoOnBehindAKeyThatEndsOnItsLine() {
    var text = new RedactedText(REDACTION);
    assertThat(
            text.line(
                "{\"key\":\"-----BEGIN PRIVATE KEY-----\\nTr0ub4dor\\n-----END PRIVATE KEY-----\"}"))
        .doesNotContain("Tr0ub4dor");
    assertThat(text.line("received NO_PROPOSAL_CHOSEN")).isEqualTo("received NO_PROPOSAL_CHOSEN");
  }

  @Test
  void shouldTakeAPrivateKeyOutOfTheJsonOfAContainer() {
    var text = new RedactedText(REDACTION);
    text.line("{\"log\":\"-----BEGIN RSA PRIVATE KEY-----\\n\",\"stream\":\"stdout\"}");
    assertThat(text.line("{\"log\":\"Tr0ub4dor+/ab\\n\",\"stream\":\"stdout\"}"))
        .startsWith("{\"log\":\"[redacted:pem:")
        .endsWith("\"stream\":\"stdout\"}");
  }

  @Test
  void shouldTakeOutTheValueBelowTheNameOfASharedKey() {
    var text = new RedactedText(REDACTION);
    assertThat(text.line("  \"sharedKey\": {")).isEqualTo("  \"sharedKey\": {");
    assertThat(text.line("    \"id\": \"west\",")).isEqualTo("    \"id\": \"west\",");
    assertThat(text.line("    \"value\": \"Tr0ub4dor\"")).contains("\"value\": [redacted:key:");
    for (var line = 0; line < 8; line++) {
      text.line("  }");
    }
    assertThat(text.line("  \"value\": \"Connected\"")).isEqualTo("  \"value\": \"Connected\"");
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
        "no shared key found for '198.51.100.7' - '203.0.113.20'",
        "06[IKE] no shared key found for 'west.example'[198.51.100.7] - '(null)'[203.0.113.20]",
        "06[IKE] authentication of '203.0.113.20' with pre-shared key successful",
        "\"west\" #2: PSK authentication of \"203.0.113.20\" successful",
        "\"west\" #2: IKE SA established {auth=PSK cipher=AES_CBC_256 integ=HMAC_SHA2_256_128}",
        "calculated MAC does not match",
        "leftauth=psk",
        "set vpn ipsec site-to-site peer west authentication mode pre-shared-secret",
        "2026-02-03 04:05:06: DEBUG: the psk found.",
        "username dave password incorrect",
        "%ASA-6-113015: Rejected : reason = Invalid password : local database",
        "\"west\" #1: XAUTH: password file authentication method requested",
        "RADIUS authentication of 'dave' : EAP failed",
        "secret for peer not found in ipsec.secrets",
        "logid=1 reason=\"probable pre-shared secret mismatch\"",
        "    authentication-method pre-shared-keys;",
        "using pre-shared-key authentication",
        "IKEv2 SK_e length 32, encryption key size 256",
        "06[IKE] shared Diffie Hellman secret => 32 bytes @ 0x7f4200",
        "ISAKMP: received cookie 00aa6b1f229c00aa",
        "IKE cookies: 00aa6b1f229c00aa:229c00aa00aa6b1f",
        "SPIs c00aa6b1_i 229c00aa_o",
        "ike 0:west: SPI 00aa6b1f 229c00aa",
        "correlation 6F1D8B3E-99A0-4122-8344-5566778899AA of 2026-02-03",
        "thumbprint 9C00AA6B1F229C00AA6B1F229C00AA6B1F229C00",
        "az keyvault secret show --secret-name west-key",
        "<authentication_method>pre_shared_key</authentication_method>",
        ": RSA signature verification failed",
        ": PIN %prompt",
        "암호화 알고리즘: AES256",
        "payload: Policy1:Cipher=AES-CBC-256Integrity=SHA256Policy2:Cipher=AES-CBC-256Integrity=SHA1DhGroup=DhGroup14",
        "Cipher=GCM-AES256Integrity=GCM-AES256PfsGroup=ECP384DhGroup=DhGroup24SaLifeTime=3600",
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
        ": XAUTH a",
        "-SharedKey ",
        "<psk>",
        "set password ",
        "psk=a,",
        "psk=\\",
        "9c00aa6b ",
        "9c ",
        "sk_e ",
        "$9$ab ",
        "cookie: a=",
        "비밀번호: "
      })
  void shouldStayFastOnTheWorstLine(String piece) {
    var line = piece.repeat(LogText.MAX_LINE / piece.length());
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> REDACTION.of(line));
  }

  private static String mark(String line) {
    return line.substring(line.indexOf("[redacted"));
  }
}
