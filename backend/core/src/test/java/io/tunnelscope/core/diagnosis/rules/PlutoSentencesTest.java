package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Diagnosis;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each sentence of pluto that means something, where the negotiation stands when it is said. */
class PlutoSentencesTest {

  private static final String PREFIX = "Nov 20 09:15:01 edge pluto[912]: ";

  private static final String INIT =
      """
      "site" #1: initiating IKEv2 connection to 203.0.113.9 using UDP
      "site" #1: sent IKE_SA_INIT request to 203.0.113.9:UDP/500
      """;
  private static final String AUTH =
      INIT
          + """
          "site" #1: processed IKE_SA_INIT response from 203.0.113.9:UDP/500 {cipher=AES_GCM_16_256}, initiating IKE_AUTH
          "site" #1: sent IKE_AUTH request to 203.0.113.9:UDP/500; Child SA #2 {ESP <0x1a2b3c4d} [10.1.0.0/16===10.2.0.0/24]
          """;
  private static final String UP =
      AUTH
          + """
          "site" #1: initiator established IKE SA; authenticated peer using authby=secret and FQDN '@far'
          "site" #2: initiator established Child SA using #1; IPsec tunnel [10.1.0.0/16===10.2.0.0/24] {ESP=>0x5e6f7a8b <0x1a2b3c4d}
          """;
  private static final String MAIN =
      """
      "site" #1: initiating Main Mode
      "site" #1: STATE_MAIN_I1: initiate
      """;
  private static final String MAIN_THIRD =
      MAIN
          + """
          "site" #1: transition from state STATE_MAIN_I1 to state STATE_MAIN_I2
          "site" #1: STATE_MAIN_I2: sent MI2, expecting MR2
          "site" #1: STATE_MAIN_I3: sent MI3, expecting MR3
          """;
  private static final String MAIN_RESPONDER =
      """
      packet from 203.0.113.9:500: received Vendor ID payload [Dead Peer Detection]
      "site"[1] 203.0.113.9 #1: responding to Main Mode from unknown peer 203.0.113.9
      """;

  private static final Map<String, String> BEFORE =
      Map.ofEntries(
          Map.entry("nothing", ""),
          Map.entry("init-initiator", INIT),
          Map.entry(
              "init-responder",
              """
              "site"[1] 203.0.113.9 #1: processing IKE_SA_INIT request from 203.0.113.9:UDP/500 containing SA,KE,Ni
              """),
          Map.entry("auth-initiator", AUTH),
          Map.entry(
              "auth-responder",
              """
              "site"[1] 203.0.113.9 #1: processing IKE_SA_INIT request from 203.0.113.9:UDP/500 containing SA,KE,Ni
              "site"[1] 203.0.113.9 #1: sent IKE_SA_INIT response to 203.0.113.9:UDP/500 {cipher=AES_GCM_16_256}
              "site"[1] 203.0.113.9 #1: processing decrypted IKE_AUTH request: SK{IDi,AUTH,SA,TSi,TSr}
              """),
          Map.entry("up", UP),
          Map.entry(
              "child",
              UP
                  + """
                  "site" #3: initiating Child SA using IKE SA #1
                  "site" #3: sent CREATE_CHILD_SA request to create Child SA using IKE SA #1
                  """),
          Map.entry(
              "rekey",
              UP
                  + """
                  "site" #3: initiating rekey to replace Child SA #2 using IKE SA #1
                  "site" #3: sent CREATE_CHILD_SA request to rekey Child SA #2 using IKE SA #1
                  """),
          Map.entry("main-initiator", MAIN),
          Map.entry("main-third", MAIN_THIRD),
          Map.entry("main-responder", MAIN_RESPONDER),
          Map.entry(
              "quick-initiator",
              MAIN_THIRD
                  + """
                  "site" #1: STATE_MAIN_I4: ISAKMP SA established {auth=PRESHARED_KEY}
                  "site" #2: initiating Quick Mode PSK+ENCRYPT+TUNNEL {using isakmp#1 msgid:1a2b3c4d}
                  "site" #2: STATE_QUICK_I1: initiate
                  """),
          Map.entry(
              "quick-responder",
              MAIN_RESPONDER
                  + """
                  "site"[1] 203.0.113.9 #1: STATE_MAIN_R3: sent MR3, ISAKMP SA established {auth=PRESHARED_KEY}
                  "site"[1] 203.0.113.9 #1: the peer proposed: 10.1.0.0/16:0/0 -> 10.9.0.0/24:0/0
                  """),
          Map.entry(
              "up-v1",
              MAIN_THIRD
                  + """
                  "site" #1: STATE_MAIN_I4: ISAKMP SA established {auth=PRESHARED_KEY}
                  "site" #2: initiating Quick Mode PSK+ENCRYPT+TUNNEL {using isakmp#1 msgid:1a2b3c4d}
                  "site" #2: STATE_QUICK_I2: sent QI2, IPsec SA established tunnel mode {ESP=>0x5e6f7a8b <0x1a2b3c4d}
                  """));

  /** These happened, whatever came after. */
  private static final Set<Cause> LASTING = EnumSet.of(Cause.CONFIG_ERROR, Cause.PEER_VANISHED);

  @ParameterizedTest
  @CsvFileSource(resources = "/Pluto/sentences.tsv", delimiter = '\t', quoteCharacter = '^')
  void shouldReadTheSentence(
      String before, String sa, String sentence, Cause cause, Certainty certainty)
      throws IOException {
    var found = diagnose(BEFORE.get(before) + line(before, sa, sentence)).worst();
    assertThat(found.cause()).isEqualTo(cause);
    assertThat(found.certainty()).isEqualTo(certainty);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/Pluto/sentences.tsv", delimiter = '\t', quoteCharacter = '^')
  void shouldForgetWhatASuccessFollows(
      String before, String sa, String sentence, Cause cause, Certainty certainty)
      throws IOException {
    var responder = before.endsWith("-responder");
    var log =
        BEFORE.get(before)
            + line(before, sa, sentence)
            + (responder ? "\"site\"[1] 203.0.113.9 #9: responder" : "\"site\" #9: initiator")
            + " established Child SA using #8; IPsec tunnel [10.1.0.0/16===10.2.0.0/24]\n";
    var found = diagnose(before.equals("nothing") ? INIT + log : log);
    assertThat(found.code() == Code.HEALTHY)
        .as(found.worst().cause() + " " + certainty)
        .isEqualTo(!LASTING.contains(cause));
  }

  /** Without the sentence the log does not show what it stands for. */
  @ParameterizedTest
  @CsvFileSource(resources = "/Pluto/sentences.tsv", delimiter = '\t', quoteCharacter = '^')
  void shouldNotGuessWithoutTheSentence(
      String before, String sa, String sentence, Cause cause, Certainty certainty)
      throws IOException {
    var found = diagnose(INIT + BEFORE.get(before)).worst();
    assertThat(found.cause())
        .as(sa + sentence + certainty)
        .isIn(Cause.UNDETERMINABLE, Cause.HEALTHY);
    assertThat(found.candidates()).as("a guess at " + cause).isEmpty();
  }

  /** What pluto is told to do wrong, and what only shows how it works, is no failure. */
  @ParameterizedTest
  @EnumSource(Noise.class)
  void shouldNotMindNoise(Noise noise) throws IOException {
    assertThat(diagnose(UP + noise.line + "\n").code()).isEqualTo(Code.HEALTHY);
  }

  /** Lines of healthy tunnels. */
  enum Noise {
    IMPAIRED("IMPAIR: \"site\" #1: sending notification AUTHENTICATION_FAILED"),
    VENDOR("\"site\" #1: ignoring unknown Vendor ID payload [4f45755c645c6a79]"),
    DEBUG("| \"site\" #1: AUTH mismatch: Received AUTH != computed AUTH"),
    OTHER_GROUP(
        "\"site\" #3: received unauthenticated INVALID_KE_PAYLOAD response to DH MODP2048; resending with suggested DH MODP4096"),
    WRONG_GUESS(
        "\"site\" #3: initiator guessed wrong keying material group (MODP2048); responding with INVALID_KE_PAYLOAD requesting MODP4096"),
    REFUSED_ONE_BY_ONE(
        "\"site\" #3: Oakley Transform [AES_CBC (128), HMAC_SHA1, MODP1024] refused"),
    RETRANSMITTED(
        "\"site\" #1: ESTABLISHED_IKE_SA: retransmission; will wait 0.5 seconds for response"),
    DUPLICATE("\"site\" #1: retransmit response for message ID: 1 exchange ISAKMP_v2_AUTH"),
    INITIAL_CONTACT(
        "\"site\" #1: ignoring informational payload, type IPSEC_INITIAL_CONTACT msgid=00000000"),
    RESPONDER_LIFETIME(
        "\"site\" #2: ignoring informational payload, type IPSEC_RESPONDER_LIFETIME msgid=1a2b3c4d"),
    OLD_SA("\"site\" #7: received Delete SA payload: deleting IPSEC State #6"),
    OLD_SA_REMOVED(
        "\"site\" #7: deleting state (STATE_V2_IPSEC_I) aged 3600.1s and NOT sending notification"),
    REVIVAL(
        "\"site\": reviving connection which received Delete/Notify but must remain up per local policy"),
    DELETE_OF_NOTHING(
        "\"site\" #2: ERROR: netlink response for Del SA esp.1a2b3c4d@203.0.113.9 included errno 3: No such process"),
    SOFT_FAIL(
        "\"site\" #1: XAUTH: authentication for alice failed, but policy is set to soft fail"),
    LARGE_PACKET(
        "ERROR: asynchronous network error report on eth0 (sport=4500) for message to 203.0.113.9 port 4500, complainant 203.0.113.9: Message too long [errno 90, origin ICMP type 3 code 4 (not authenticated)]"),
    ERROR_OF_ANOTHER_PROGRAM(
        "ERROR: asynchronous network error report on eth0 (sport=4500) for message to 192.0.2.77 port 4500, complainant 192.0.2.77: Connection refused [errno 111, origin ICMP type 3 code 3 (not authenticated)]"),
    CLOSED_HERE(
        "\"site\" #2: deleting state (STATE_V2_IPSEC_I) aged 60.2s and sending notification"),
    OBSOLETE_KEYWORD(
        "warning: ipsec pluto: /etc/ipsec.conf:7: obsolete keyword ignored: nhelpers=2"),
    KEYWORD_IGNORED("/etc/ipsec.conf:9: keyword dpdaction, invalid, ignored"),
    WEAK_SECRET("\"/etc/ipsec.secrets\" line 2: WARNING: using a weak secret (PSK)"),
    EXPECTATION("\"site\" #1: EXPECTATION FAILED: st->st_v2_lease == NULL (finish() +12 ikev2.c)"),
    POLICY_OF_NOTHING(
        "ERROR: \"site\" #2: kernel: xfrm XFRM_MSG_DELPOLICY delete response for flow (in): No such file or directory (errno 2)"),
    FATAL_OF_ANOTHER("\"site\" #9: encountered fatal error in state STATE_V2_PARENT_I1"),
    NOT_ORIENTED(
        "\"other\": added unoriented IKEv2 connection (neither left=192.0.2.1 nor right=192.0.2.2 match an interface)");

    private final String line;

    Noise(String line) {
      this.line = line;
    }
  }

  private static String line(String before, String sa, String sentence) {
    if (sa.equals("-")) {
      return sentence + "\n";
    }
    var instance = before.endsWith("-responder") ? "\"site\"[1] 203.0.113.9 " : "\"site\" ";
    return instance + (sa.equals("#") ? "#1" : sa) + ": " + sentence + "\n";
  }

  private static Diagnosis diagnose(String log) throws IOException {
    return Fixture.text(log.replaceAll("(?m)^(?=.)", PREFIX));
  }
}
