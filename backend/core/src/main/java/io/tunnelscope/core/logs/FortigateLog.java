package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.*;
import static io.tunnelscope.core.evidence.Side.HERE;
import static io.tunnelscope.core.evidence.Side.PEER;
import static io.tunnelscope.core.evidence.Signal.*;
import static io.tunnelscope.core.logs.Vocabulary.ADDRESS;

import java.util.Optional;
import java.util.regex.Pattern;

/** FortiGate: VPN events as keys and values, and what debugging the ike application prints. */
final class FortigateLog {

  private static final Pattern EVENT = Pattern.compile("\\bsubtype=\"?(?:vpn|ipsec)\"?(?:\\s|$)");
  private static final Pattern DEBUG =
      Pattern.compile(
          "(?:^|\\s)ike (Negotiate (?:\\w{2,8} )?SA Error: (?:ike )?)?(?:V=[^:\\s]{1,32}:)?\\d{1,4}(?::([^:\\s]{0,64}))?(?::\\d{1,10})?(?::[^:\\s]{1,64}(?::\\d{1,10})?)?: ?(.*)$");

  /** Newer ones name the connection, if any, before the heading. */
  private static final Pattern HEADING =
      Pattern.compile(
          "(?:^|\\s)ike V=[^:\\s]{1,32}:(?:([^:\\s]{1,64}) )?(Negotiate (?:\\w{2,8} )?SA Error: ?.*)$");

  private FortigateLog() {}

  static Dialect of(CaseNotes notes) {
    return new SentenceLog(LogKind.FORTIGATE, FortigateLog::cut, WORDS, notes);
  }

  private static Optional<Sentence> cut(String line) {
    if (line.contains("subtype=")) {
      return EVENT.matcher(line).find()
              && (line.contains("remip=") || line.contains("rem_ip="))
              && !line.contains("ssl")
          ? Optional.of(new Sentence("", line.replace("\"", ""), true))
          : Optional.empty();
    }
    if (!line.contains("ike ")) {
      return Optional.empty();
    }
    var debug = DEBUG.matcher(line);
    if (!debug.find()) {
      return heading(line);
    }
    var context = debug.group(2) == null ? "" : debug.group(2);
    var heading = debug.group(1) == null ? "" : debug.group(1);
    return Optional.of(new Sentence(context, heading + debug.group(3).strip(), true));
  }

  private static Optional<Sentence> heading(String line) {
    if (!line.contains("SA Error: ")) {
      return Optional.empty();
    }
    var heading = HEADING.matcher(line);
    if (!heading.find()) {
      return Optional.empty();
    }
    var context = heading.group(1) == null ? "" : heading.group(1);
    return Optional.of(new Sentence(context, heading.group(2).strip(), true));
  }

  static final Vocabulary WORDS =
      Vocabulary.of()
          // Whom it is about
          .clue("remip=", "\\bremip=(?<peer>[0-9A-Fa-f.:]{2,45})")
          .clue("locip=", "\\blocip=(?<local>[0-9A-Fa-f.:]{2,45})")
          .clue(
              "comes ",
              "^comes (?<peer>" + ADDRESS + "):\\d{1,5}->(?<local>" + ADDRESS + "):\\d{1,5}")
          .clue(
              "sent IKE msg",
              "\\): (?<local>" + ADDRESS + "):\\d{1,5}->(?<peer>" + ADDRESS + "):\\d{1,5}")
          .clue(
              "created connection", " (?<local>" + ADDRESS + ")->(?<peer>" + ADDRESS + "):\\d{1,5}")
          .clue(
              "link ",
              "link (?:fail|is idle) \\d{1,6} (?<local>" + ADDRESS + ")->(?<peer>" + ADDRESS + "):")
          .clue(
              " type=",
              "^(?:peer|mine): type=\\d{1,3}/\\d{1,3}, (?:ports=\\S{1,30} )?local=(?<to>\\S{3,120}), remote=(?<from>\\S{3,120})")
          // Offers, an algorithm a line
          .offers(PEER, "incoming proposal:")
          .offers(HERE, "my proposal:", "my proposal, gw ")
          .clue("proposal id", "(?<proposal>proposal id = \\d{1,4})")
          .clue(
              ", val=",
              "type ?= ?(?<kind>OAKLEY_ENCRYPT_ALG|OAKLEY_HASH_ALG|OAKLEY_GROUP|ENCR|INTEGR|PRF|DH_GROUP|AUTH_ALG), val=(?<algorithm>[A-Z0-9_]{2,30})(?:(?:, key-len=| \\(key_len = )(?<bits>\\d{3}))?")
          .clue(
              "trans_id = ",
              "(?<kind>trans_id) = (?<algorithm>ESP_[A-Z0-9_]{2,20})(?: \\(key_len = (?<bits>\\d{3})\\))?")
          .clue("exchange=", "\\bIKEv(?<version>[12]) exchange=")
          .clue("protocol", "protocol(?: id)? = (?<phase1>IKEv(?<version>2)|ISAKMP|IKE\\b)")
          .clue("protocol", "protocol(?: id)? = (?<phase2>(?:IPSEC_)?(?:ESP|AH)\\b)")
          .clue("trans_id = ", "(?<phase2>trans_id = ESP_)")
          .clue("PFS DH group = ", "PFS DH (?<kind>group) = (?<algorithm>\\d{1,2})")
          .clue(
              "SA proposal not match local policy", "(?<vague>SA proposal not match local policy)")
          // Where it is
          .step(
              IKE_SA_INIT, "exchange=SA_INIT", "exch=SA_INIT", "(SA_INIT", "received SA_INIT error")
          .step(IKE_AUTH, "exchange=AUTH", "exch=AUTH", "(AUTH", "received AUTH error")
          .step(CREATE_CHILD_SA, "exchange=CREATE_CHILD", "exch=CREATE_CHILD")
          .step(
              AGGRESSIVE_MODE, "exchange=Aggressive", "mode=aggressive", "aggressive mode", "(agg_")
          .step(
              MAIN_MODE,
              "exchange=Identity Protection",
              "mode=main",
              "main mode",
              "(ident_",
              "IPsec phase 1",
              "IPSec phase 1")
          .step(
              QUICK_MODE,
              "exchange=Quick",
              "mode=quick",
              "quick mode",
              "quick-mode",
              "(quick_",
              "IPsec phase 2",
              "IPSec phase 2")
          // Heard from the peer
          .heard(DELETED_BY_PEER, "recv ISAKMP SA delete")
          .heard(DELETED_BY_PEER, "recv IKE SA delete")
          .clue("rem_ip=", "\\brem_ip=(?<peer>[0-9A-Fa-f.:]{2,45})")
          .clue("loc_ip=", "\\bloc_ip=(?<local>[0-9A-Fa-f.:]{2,45})")
          .clue(
              "SA ",
              "(?:established IKE SA|ISAKMP SA delete|IKE SA delete) (?<sa>[0-9a-f]{16}/[0-9a-f]{16})")
          .notifies(
              "peer_notif=",
              "received notify type",
              "processing notify type",
              "unauthenticated notify payload",
              "notify msg received")
          // It worked
          .here(IKE_ESTABLISHED, MAIN_MODE, "phase 1", "status=success", "result=DONE")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "phase 2", "status=success", "result=DONE")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "action=install_sa")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "action=tunnel-up")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "action=phase2-up")
          .here(IKE_ESTABLISHED, MAIN_MODE, "established IKE SA")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "added IPsec SA")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "sent tunnel-up message to EMS")
          // Who is who
          .perhaps(KEY_DIFFERS, "probable pre-shared secret mismatch")
          .perhaps(KEY_DIFFERS, "probable pre-shared key mismatch")
          .here(KEY_DIFFERS, "PSK auth failed")
          .here(KEY_DIFFERS, "PSK authentication failed")
          .here(KEY_DIFFERS, "HASH mismatch")
          .here(CERTIFICATE_REFUSED, "invalid certificate")
          .here(CERTIFICATE_REFUSED, "ertificate validation failed")
          .here(CERTIFICATE_REFUSED, "ertificate verification failed")
          .here(CERTIFICATE_REFUSED, "ignature verification failed")
          .here(CERTIFICATE_REFUSED, "peer cert", "not")
          .here(IDENTITY_REFUSED, "peer identifier", "mismatch")
          .here(IDENTITY_REFUSED, "peer ID", "mismatch")
          .here(IDENTITY_REFUSED, "peer ID", "not match")
          // the gateway was found by address before
          .perhaps(IDENTITY_REFUSED, "gw validation failed")
          .perhaps(IDENTITY_REFUSED, "gateway validation failed")
          .here(USER_REFUSED, "XAUTH authentication failed")
          .here(USER_REFUSED, "XAUTH", "authentication fail")
          .here(USER_REFUSED, "EAP", "failed")
          .here(USER_REFUSED, "result FNBAM_DENIED")
          .here(USER_REFUSED, "user authentication failed")
          // Algorithms and settings
          .here(NO_PROPOSAL, MAIN_MODE, "Negotiate ISAKMP SA Error", "no SA proposal chosen")
          .here(NO_PROPOSAL, QUICK_MODE, "Negotiate IPsec SA Error", "no SA proposal chosen")
          .here(NO_PROPOSAL, "no SA proposal chosen")
          .here(NO_PROPOSAL, "SA proposal not match local policy")
          .here(NO_PROPOSAL, "no proposal chosen")
          .here(GROUP_REFUSED, "PFS", "mismatch")
          .here(GROUP_REFUSED, "pfs", "mismatch")
          .here(SETTING_REFUSED, "aggressive vs main mode mismatch")
          .here(SETTING_REFUSED, "encapsulation mode mismatch")
          .here(SETTING_REFUSED, "mode mismatch")
          .here(SETTING_REFUSED, "ignoring IKE", "request, no policy configured")
          .here(VERSION_REFUSED, "IKE version mismatch")
          .here(VERSION_REFUSED, "ike version mismatch")
          .here(MALFORMED, "invalid SA payload")
          // Networks
          .here(SELECTORS_REFUSED, QUICK_MODE, "failed to match peer selectors")
          .here(SELECTORS_REFUSED, QUICK_MODE, "specified selectors mismatch")
          .here(SELECTORS_REFUSED, QUICK_MODE, "no matching phase2 found")
          .here(SELECTORS_REFUSED, QUICK_MODE, "no matching IPsec SA selectors")
          .here(SELECTORS_REFUSED, QUICK_MODE, "selectors mismatch")
          // Configuration
          .here(NO_CONNECTION, "no matching gateway")
          .here(NO_CONNECTION, "could not find", "gateway")
          // Silence
          .here(PEER_DEAD, "status=dpd_failure")
          .here(PEER_DEAD, "IPsec DPD failed")
          .here(PEER_DEAD, "link fail ")
          .here(NO_ANSWER, "negotiation timeout")
          // The machine
          .here(OUT_OF_RESOURCES, "no free IP")
          .here(OUT_OF_RESOURCES, "IP pool", "exhausted")
          .here(OUT_OF_RESOURCES, "out of memory")
          .here(KERNEL_REFUSED, "failed to add IPsec SA")
          .here(LOCAL_FAILURE, "not enough key material")
          // What is known is only that it failed
          .perhaps(OTHER_FAILURE, "status=failure")
          .perhaps(OTHER_FAILURE, INFORMATIONAL, "action=tunnel-down")
          .perhaps(OTHER_FAILURE, INFORMATIONAL, "action=phase2-down")
          .perhaps(OTHER_FAILURE, "error notify response, abort")
          .perhaps(OTHER_FAILURE, "Negotiate SA Error: [")
          .perhaps(OTHER_FAILURE, "status=negotiate_error")
          // What went to and fro
          .heard(SELECTORS_PEER, QUICK_MODE, "peer: type=")
          .here(SELECTORS_HERE, QUICK_MODE, "mine: type=")
          .here(NAT_DETECTED, "NAT detected:")
          .here(RETRANSMITTED, "RETRANSMIT")
          .here(SENT, "sent IKE msg (")
          .here(SENT, "status=success", "dir=outbound")
          .here(RECEIVED, "status=success", "dir=inbound")
          .here(RECEIVED, "comes ", "ifindex=")
          .made();
}
