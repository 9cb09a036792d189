package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers meet junk: lines of every dialect, broken, mixed and repeated by a seeded generator. */
class LogReaderFuzzTest {

  private static final List<String> SEEDS =
      List.of(
          "Connectivity State : Connected",
          "Remote Tunnel Endpoint : 192.0.2.1",
          "Ingress Bytes (since last connected) : 288 B",
          "Connected Since : 2/1/2017 8:22:06 PM",
          "Current CPU Usage : 97 % Current Memory Available : 641 MBs",
          "Error: On-premises device rejected Quick Mode settings.",
          "\t based on log : Peer failed with Windows error 13868(ERROR_IPSEC_IKE_POLICY_MATCH)",
          "Remote 192.0.2.1:500: Local 192.0.2.2:500: [SEND][SA_INIT] Sending",
          "Remote 192.0.2.1:500: Local 192.0.2.2:500: [RECEIVED][NOTIFY] NO_PROPOSAL_CHOSEN",
          "IkeCleanupQMNegotiation called with error 13868 and flags a",
          "[0]0368.0A94::11/20/2026-10:00:00.000 [ikeext] 8|192.0.2.1|IKE diagnostic event:",
          "  Failure type: IKE/Authip Main Mode Failure",
          "  Failure error code:0x000035e9",
          "  Failure point: Remote",
          "[0]0368.0A94::11/20/2026-10:00:00.000 Unknown( 10): GUID=1",
          "Total Events  Processed 7",
          "Total Formats Unknown   7",
          "Received Traffic Selector payload request- Number of TSIs 1: StartAddress 10.0.0.0 EndAddress 10.0.0.255 PortStart 0",
          "Nov 20 09:15:01 edge charon[811]: 07[CFG] <3> received proposals: IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024",
          "07[IKE] <site|3> IKE_SA site[3] established between 198.51.100.1[a]...203.0.113.9[b]",
          "07[ENC] parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]",
          "Nov 20 09:15:01 edge racoon: ERROR: rejected enctype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = AES-CBC:3DES-CBC",
          "Nov 20 09:15:01 edge racoon: ERROR: no suitable proposal found.",
          "09:15:01 ipsec,error 203.0.113.9 parsing packet failed, possible cause: wrong password",
          "%ASA-5-713257: Phase 1 failure:  Mismatched attribute types for class Group Description:  Rcv'd: Group 2  Cfg'd: Group 14",
          "IKEv2-PROTO-1: (12): Received Policies: ",
          "Proposal 1:  AES-CBC-256 SHA1 SHA96 DH_GROUP_1024_MODP/Group 2",
          "ISAKMP:(0): phase 1 SA policy not acceptable! (local 198.51.100.1 remote 203.0.113.9)",
          "ike 0:b:12:p2:34: peer: type=7/7, local=0:10.1.0.0-10.1.0.255:0, remote=0:10.2.0.0-10.2.255.255:0",
          "logid=0101037124 type=event subtype=vpn remip=203.0.113.9 status=negotiate_error peer_notif=NO-PROPOSAL-CHOSEN",
          "kmd[1]: IKE negotiation failed with error: No proposal chosen. Local: 198.51.100.1/500, Remote: 203.0.113.9/500, Role: Responder",
          "{\"category\":\"TunnelDiagnosticLog\",\"properties\":{\"remoteIP\":\"203.0.113.9\",\"status\":\"Disconnected\"}}",
          "\"site\" #1: sent IKE_AUTH request to 203.0.113.9:UDP/500",
          "\"site\"[1] 2001:db8::9 #1: Oakley Transform [AES_CBC (128), HMAC_SHA1, MODP1024] refused",
          "packet from 203.0.113.9:500: no local proposal matches remote proposals 1:IKE:ENCR=3DES;DH=MODP1024",
          "\"site\" #2: received Delete SA payload: deleting IPSEC State #1",
          "Received IPSec payload: Policy1:Cipher=DESIntegrity=Md5");

  @Test
  void shouldNeverThrowOnJunk() {
    var random = new Random(20261120);
    for (var round = 0; round < 2_000; round++) {
      var text = text(random);
      assertThatCode(() -> diagnose(text)).as("round " + round).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Remote 1:1: Local 1:1: ",
        "\"a\" #1: ",
        "\"a\" #1: sent request to 1.1.1.1 from ",
        "packet from 1.1.1.1:500: constructed local proposals for 1:IKE:ENCR=",
        "07[IKE] <a|1> ",
        "received packet: from 1[1] to ",
        "IKE_SA a[1] established between 1[",
        "A_B",
        "Policy1:Cipher=DESIntegrity=Md5 ",
        "StartAddress 1.1.1.1 EndAddress 2.2.2.2 PortStart ",
        "SA ",
        "Ike",
        "error 1 ",
        "racoon: rejected enctype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = A:",
        "ipsec,error ",
        "IP = 1.1.1.1, ",
        "%ASA-5-713257: Mismatched attribute types for class A",
        "ISAKMP:(1): ",
        "IKEv2:(SESSION ID = 1,SA ID = 1):",
        "ike 0:a:1:b:1: ",
        "subtype=vpn remip=1.1.1.1 ",
        "kmd[1]: Local: 1.1.1.1/1, Remote: 1",
        "[Nov 20 09:15:01] IKE p1_remote=a(",
        "IKEDiagnosticLog \"message\":\"\\\\",
        "IKE:AES_CBC_256/",
        " ",
        "["
      })
  void shouldStayFastOnTheWorstLine(String piece) {
    var line = piece.repeat(LogText.MAX_LINE / piece.length());
    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> diagnose(line + "\n" + "charon: 07[IKE] " + line));
  }

  @Test
  void shouldNotGrowWithTheLengthOfTheLog() throws IOException {
    // Given: a tunnel that fails without end
    var log = new StringBuilder();
    for (var i = 0; i < 200_000; i++) {
      log.append(
          "Remote 192.0.2.1:500: Local 192.0.2.2:500: [LOCAL][SA_INIT] failed with Windows error 13868\n");
    }
    var reader = new LogReader(Redaction.unkeyed(), Instant.EPOCH);

    // When
    reader.read(
        "long.log", new ByteArrayInputStream(log.toString().getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(reader.evidence()).hasSizeLessThan(1_000);
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (var line = random.nextInt(12); line >= 0; line--) {
      var seed = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
      for (var change = random.nextInt(4); change > 0 && !seed.isEmpty(); change--) {
        var at = random.nextInt(seed.length());
        switch (random.nextInt(4)) {
          case 0 -> seed.deleteCharAt(at);
          case 1 -> seed.insert(at, (char) random.nextInt(0x250));
          case 2 -> seed.setLength(at);
          default -> seed.insert(at, random.nextLong());
        }
      }
      text.append(seed).append(random.nextInt(20) == 0 ? "\r" : "\n");
    }
    return text.toString();
  }

  private static void diagnose(String text) throws IOException {
    var reader = new LogReader(Redaction.unkeyed(), Instant.EPOCH);
    reader.read("junk", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    var evidence = EvidenceSet.builder(Scope.LOGS, Instant.EPOCH).addAll(reader.evidence()).build();
    var diagnosis = StandardRules.book().diagnose(evidence, Instant.EPOCH, Instant.EPOCH);
    assertThat(diagnosis.brokenRules()).isEmpty();
  }
}
