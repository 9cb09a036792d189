package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines a dialect takes for its own, and which it leaves to others. */
class SentenceLogTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RACOON|2026-11-20 09:15:01: INFO: begin Identity Protection mode. initiate new phase 1 negotiation: 198.51.100.1[500]<=>203.0.113.9[500]",
        "RACOON|E/racoon  ( 1202): phase1 negotiation failed.",
        "CISCO_ASA|<164>%ASA-4-713903: IP = 203.0.113.9, Information Exchange processing failed",
        "CISCO_ASA|Nov 20 2026 09:15:01 fw : %FTD-5-713120: Group = b, IP = 203.0.113.9, PHASE 2 COMPLETED (msgid=1)",
        "CISCO_IOS|*Nov 20 09:15:01.123: ISAKMP:(0):Checking ISAKMP transform 1 against priority 10 policy",
        "CISCO_IOS|000042: Nov 20 09:15:01: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi",
        "MIKROTIK|nov/20/2026 09:15:01 ipsec,debug,packet 44 bytes message received",
        "MIKROTIK|09:15:01 memory ipsec, info purging ISAKMP-SA",
        "FORTIGATE|ike 0:to-b:12: peer supports NAT-T",
        "JUNOS|Nov 20 09:15:01 srx (FPC Slot 1, PIC Slot 0) SPC1_PIC0 kmd[157]: KMD_PM_SA_ESTABLISHED: Local gateway: 198.51.100.1, Remote gateway: 203.0.113.9,",
        "AZURE_DIAGNOSTICS|{\"category\":\"IKEDiagnosticLog\",\"properties\":{\"message\":\"starting\"}}",
        "PLUTO|\"site\" #1: STATE_MAIN_I4: ISAKMP SA established {auth=PRESHARED_KEY}",
        "CHARON|07[IKE] <site|3> no acceptable proposal found",
        "CHARON|Nov 20 09:15:01 edge ipsec[790]: 07[IKE] <3> no proposal found"
      })
  void shouldKnowItsOwnLines(LogKind kind, String line) {
    assertThat(LogKind.detect(List.of(line))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20 09:15:01: ERROR: cannot open the file",
        "[Nov 20 09:15:01] web: Authentication failed for someone",
        "Nov 20 09:15:01 host systemd[1]: Starting the racoon daemon",
        "Nov 20 09:15:01 host sshd[11]: login failed for user \"someone\"",
        "%ASA-6-302013: Built outbound TCP connection 1 for outside:203.0.113.9/443",
        "%SYS-5-CONFIG_I: Configured from console by someone",
        "type=\"traffic\" subtype=\"forward\" remip=203.0.113.9 action=\"deny\"",
        "I like 0: the first of all numbers",
        "Proposal 1: buy a new gateway",
        "09:15:01 ipsec is a family of protocols"
      })
  void shouldLeaveOtherTextAlone(String line) {
    assertThat(LogKind.detect(List.of(line))).isEqualTo(LogKind.UNKNOWN);
  }
}
