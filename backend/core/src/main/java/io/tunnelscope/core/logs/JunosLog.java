package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.*;
import static io.tunnelscope.core.evidence.Signal.*;
import static io.tunnelscope.core.logs.Vocabulary.ADDRESS;

import io.tunnelscope.core.evidence.Signal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Junos: the messages and traces of its key management daemons, kmd and iked. */
final class JunosLog {

  private static final Pattern NAMED =
      Pattern.compile("\\b((?:KMD|IKED|IKE_(?:VPN|GATEWAY))_[A-Z0-9_]{3,50}\\b.*)$");
  private static final Pattern DAEMON =
      Pattern.compile("\\b(?:kmd|iked)(?:\\[\\d{1,8}]:|:| \\d{1,8} -) (.*)$");
  private static final Pattern TRACE =
      Pattern.compile(
          "^\\[\\w{3} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?[^]]{0,40}](.*)$");

  /** Words without which a bracketed time at the start of a line means nothing. */
  private static final Pattern ABOUT_IKE =
      Pattern.compile("\\b(?:iked?_\\w|IKE\\b|IKEv[12]\\b|Phase-[12]\\b|KMD)| <-> ");

  private JunosLog() {}

  static Dialect of(CaseNotes notes) {
    return new SentenceLog(LogKind.JUNOS, JunosLog::cut, WORDS, notes);
  }

  private static Optional<Sentence> cut(String line) {
    if (line.contains("KMD_") || line.contains("IKED_") || line.contains("IKE_")) {
      var named = NAMED.matcher(line);
      if (named.find()) {
        return sentence(named.group(1), true);
      }
    }
    if (line.contains("kmd") || line.contains("iked")) {
      var daemon = DAEMON.matcher(line);
      if (daemon.find()) {
        return sentence(daemon.group(1), line.contains("kmd"));
      }
    }
    if (!line.startsWith("[")) {
      return Optional.empty();
    }
    var trace = TRACE.matcher(line);
    return trace.find() && ABOUT_IKE.matcher(trace.group(1)).find()
        ? sentence(trace.group(1), false)
        : Optional.empty();
  }

  private static Optional<Sentence> sentence(String text, boolean certain) {
    return Optional.of(new Sentence("", text.strip(), certain));
  }

  /** An error is this side's own finding when it answers, and the peer's when it asks. */
  private static Vocabulary.Maker errors() {
    var made = Vocabulary.of();
    made.here(NO_ANSWER, "Timed out").here(NO_ANSWER, "No response from peer");
    made.here(
        SELECTORS_REFUSED,
        QUICK_MODE,
        "Peer proposed traffic-selectors are not in configured range");
    made.here(IDENTITY_REFUSED, "IKE-ID validation failed");
    made.here(IDENTITY_REFUSED, "Peer's IKE-ID", "mismatch");
    made.here(NO_CONNECTION, "gateway configuration lookup failed");
    made.here(NO_CONNECTION, "Policy lookup for Phase-1", "failed");
    made.here(SELECTORS_REFUSED, QUICK_MODE, "Policy lookup for Phase-2", "failed");
    made.here(NO_CONNECTION, "KMD_PM_P1_POLICY_LOOKUP_FAILURE");
    made.here(SELECTORS_REFUSED, QUICK_MODE, "KMD_PM_P2_POLICY_LOOKUP_FAILURE");
    made.here(NO_CONNECTION, "Phase-1", "olicy lookup failed");
    made.here(SELECTORS_REFUSED, QUICK_MODE, "Phase-2", "olicy lookup failed");
    made.here(SELECTORS_REFUSED, QUICK_MODE, "Phase-2: Failed to match");
    made.here(SELECTORS_REFUSED, QUICK_MODE, "KMD_VPN_TS_MISMATCH");
    error(made, "o proposal chosen", NO_PROPOSAL);
    error(made, "uthentication failed", AUTHENTICATION_REFUSED);
    error(made, "TS unacceptable", SELECTORS_REFUSED);
    error(made, "nvalid ID information", SELECTORS_REFUSED);
    error(made, "nvalid KE payload", GROUP_REFUSED);
    error(made, "nvalid syntax", MALFORMED);
    error(made, "nvalid payload type", MALFORMED);
    error(made, "nvalid hash", AUTHENTICATION_REFUSED);
    error(made, "nvalid major version", VERSION_REFUSED);
    return made;
  }

  private static void error(Vocabulary.Maker made, String name, Signal signal) {
    made.here(signal, name, "Role: Responder")
        .here(signal, "[responder]", name)
        .heard(signal, name, "Role: Initiator")
        .heard(signal, "[initiator]", name)
        .perhaps(signal, name);
  }

  static final Vocabulary WORDS =
      errors()
          // Whom it is about
          .clue(
              "Remote: ",
              "\\bLocal: (?<local>"
                  + ADDRESS
                  + ")/\\d{1,5}, Remote: (?<peer>"
                  + ADDRESS
                  + ")/\\d{1,5}")
          .clue(
              "Remote gateway: ",
              "\\bLocal gateway: (?<local>"
                  + ADDRESS
                  + "), Remote gateway: (?<peer>"
                  + ADDRESS
                  + "),")
          .clue(" from ", "\\bVPN \\S{1,80} from (?<peer>" + ADDRESS + ") is (?:up|down)")
          .clue(
              " R:",
              "\\b[CL]:(?<local>" + ADDRESS + "):\\d{1,5} R:(?<peer>" + ADDRESS + "):\\d{1,5}\\b")
          .clue("IKE Version: ", "\\bIKE Version: (?<version>[12])\\b")
          .clue("IKE:IKEv", "\\bIKE:IKEv(?<version>[12])\\b")
          .clue("remote-address=", "\\bremote-address=\"(?<peer>" + ADDRESS + ")\"")
          .clue("local-address=", "\\blocal-address=\"(?<local>" + ADDRESS + ")\"")
          .clue("p1_remote=", "p1_remote=\\w{2,12}\\([^=]{1,40}=(?<peer>[0-9A-Fa-f.:]{2,45})\\)")
          .clue("p2_remote=", "p2_local=(?<to>\\S{3,80}) p2_remote=(?<from>\\S{3,80})")
          .clue(
              "Proposed traffic-selector",
              "traffic-selector local-ip: (?<to>\\S{3,90}?),? Peer Proposed traffic-selector remote-ip: (?<from>\\S{3,90})")
          .clue("Timed out", "Timed out.{0,400}Role: (?<answered>Responder)")
          .clue(
              "Timed out", "Timed out.{0,400}Remote IKE-ID: (?<answered>(?!Not-Avail)[^ ,]{3,80})")
          .clue("dst_ip=", "dst_ip=(?<peer>[0-9A-Fa-f.:]{2,45})")
          .clue(
              "remote:", "\\blocal:(?<local>" + ADDRESS + "), remote:(?<peer>" + ADDRESS + ")[ ,]")
          .clue(" <-> ", "\\[(?<local>" + ADDRESS + ") <-> (?<peer>" + ADDRESS + ")]")
          // Where it is
          .step(MAIN_MODE, "Phase-1", "PHASE1", "VPN: Not-Available")
          .step(QUICK_MODE, "Phase-2", "PHASE2", "Quick-Mode")
          .step(IKE_SA_INIT, "IKE_SA_INIT")
          .step(IKE_AUTH, "IKE_AUTH")
          .step(CREATE_CHILD_SA, "CREATE_CHILD_SA")
          // Heard from the peer
          .heard(DELETED_BY_PEER, "eceived delete notification")
          .heard(DELETED_BY_PEER, "elete payload received from peer")
          .heard(DELETED_BY_PEER, "is down", "Reason: Peer")
          // It worked
          .here(CHILD_ESTABLISHED, QUICK_MODE, "KMD_PM_SA_ESTABLISHED")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "KMD_VPN_UP")
          .here(CHILD_ESTABLISHED, "IKE_VPN_UP")
          .here(IKE_ESTABLISHED, MAIN_MODE, "IKE SA negotiation successfully completed")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "IPSec SA negotiation successfully completed")
          .here(IKE_ESTABLISHED, MAIN_MODE, "Phase-1 negotiation succeeded")
          .here(IKE_ESTABLISHED, MAIN_MODE, "IKE negotiation successfully completed")
          .here(IKE_ESTABLISHED, MAIN_MODE, "Phase-1 [", "] done")
          // Who is who
          .here(IDENTITY_REFUSED, "IKE_GATEWAY_ID_VALIDATION_FAIL")
          .here(IDENTITY_REFUSED, "IKE_GATEWAY_ID_VALIDATION_ERR")
          .here(KEY_MISSING, "o pre-shared key")
          .here(CERTIFICATE_REFUSED, "ertificate", "failed")
          .here(CERTIFICATE_REFUSED, "ertificate", "invalid")
          .here(CERTIFICATE_REFUSED, "ertificate", "expired")
          .here(USER_REFUSED, "XAUTH", "failed")
          .here(USER_REFUSED, "EAP", "failed")
          // Silence
          .here(PEER_DEAD, "KMD_DPD_PEER_DOWN")
          .here(PEER_DEAD, "IKE_GATEWAY_DPD_PEER_DEAD")
          .here(PEER_DEAD, "DPD", "dead")
          .here(PEER_DEAD, "DPD", "down")
          .here(PEER_DEAD, "DPD", "expired")
          .here(PEER_DEAD, "is down", "Reason: DPD")
          .perhaps(PEER_DEAD, "is down", "VPN Monitor Failure")
          .perhaps(PEER_DEAD, "is down", "Verify-Path Failure")
          .perhaps(PEER_DEAD, "is down", "erify-path")
          .here(DELETED_HERE, "is down", "onfiguration is deleted")
          .here(DELETED_HERE, "is down", "ser issued", "CLI")
          // The machine
          .here(OUT_OF_RESOURCES, "KMD_PM", "MEMORY")
          .here(OUT_OF_RESOURCES, "address pool", "exhausted")
          .perhaps(OTHER_FAILURE, "IKE negotiation failed")
          .perhaps(OTHER_FAILURE, INFORMATIONAL, "KMD_VPN_DOWN")
          .perhaps(OTHER_FAILURE, INFORMATIONAL, "IKE_VPN_DOWN")
          .perhaps(OTHER_FAILURE, "Phase-2: Negotiations failed")
          .here(RETRANSMITTED, "etransmitting")
          .made();
}
