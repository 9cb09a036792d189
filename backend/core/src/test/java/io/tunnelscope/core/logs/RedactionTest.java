package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
        "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJUcjB1YjRkb3IifQ.Tr0ub4dor"
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
        "Connected Since : 2/1/2017 8:22:06 PM"
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
        "psk psk= \""
      })
  void shouldStayFastOnTheWorstLine(String piece) {
    var line = piece.repeat(LogText.MAX_LINE / piece.length());
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> REDACTION.of(line));
  }

  private static String mark(String line) {
    return line.substring(line.indexOf("[redacted"));
  }
}
