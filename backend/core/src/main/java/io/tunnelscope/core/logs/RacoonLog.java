package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.*;
import static io.tunnelscope.core.evidence.Signal.*;
import static io.tunnelscope.core.logs.Vocabulary.ADDRESS;

import java.util.Optional;
import java.util.regex.Pattern;

/** racoon of ipsec-tools, as in pfSense up to 2.1, Meraki, Android and macOS. */
final class RacoonLog {

  private static final Pattern SYSLOG =
      Pattern.compile("\\bracoon(?:\\s{0,3}\\(\\s{0,6}\\d{1,8}\\)|\\[\\d{1,8}])?\\s?:\\s(.*)$");
  private static final Pattern OWN_FILE =
      Pattern.compile(
          "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d: ((?:\\["
              + ADDRESS
              + "] )?(?:ERROR|WARNING|NOTIFY|INFO|DEBUG2?): .*)$");

  /** As cloud gateways with racoon write it: a class of messages and the place in the program. */
  private static final Pattern CLASSED =
      Pattern.compile("\\[PROTO_[A-Z]{2,8}]: (?:[\\w.]{3,30}:\\d{1,5}:\\w{1,60}\\(\\): ?)?(.*)$");

  /** Our address and the peer's, with their ports. */
  private static final String PAIR =
      "\\b(?<local>" + ADDRESS + ")\\[\\d{1,5}](?:<=>|-)(?<peer>" + ADDRESS + ")\\[\\d{1,5}]";

  static final Vocabulary WORDS = words().made();

  private RacoonLog() {}

  static Dialect of(CaseNotes notes) {
    return new SentenceLog(LogKind.RACOON, RacoonLog::cut, WORDS, notes);
  }

  private static Optional<Sentence> cut(String line) {
    if (line.contains("racoon")) {
      var syslog = SYSLOG.matcher(line);
      return syslog.find()
          ? Optional.of(new Sentence("", syslog.group(1), true))
          : Optional.empty();
    }
    var meraki = line.indexOf("Site-to-site VPN: ");
    if (meraki >= 0) {
      return Optional.of(new Sentence("", line.substring(meraki + 18), false));
    }
    if (line.contains("[PROTO_")) {
      var classed = CLASSED.matcher(line);
      return classed.find()
          ? Optional.of(new Sentence("", classed.group(1).strip(), false))
          : Optional.empty();
    }
    if (line.length() < 21 || line.charAt(19) != ':' || line.charAt(4) != '-') {
      return Optional.empty();
    }
    var own = OWN_FILE.matcher(line);
    return own.find() ? Optional.of(new Sentence("", own.group(1), false)) : Optional.empty();
  }

  /** RouterOS speaks IKEv1 with the same sentences. */
  static Vocabulary.Maker words() {
    return Vocabulary.of()
        // Whom it is about
        .clue("[", "(?:^|: )\\[(?<peer>" + ADDRESS + ")](?::)? (?:ERROR|WARNING|NOTIFY|INFO|DEBUG)")
        .clue("]<=>", PAIR)
        .clue("]-", PAIR)
        .clue(
            "] <=> ",
            "\\b(?<local>" + ADDRESS + ")\\[\\d{1,5}] <=> (?<peer>" + ADDRESS + ")\\[\\d{1,5}]")
        .clue("pskey", "pskey (?:for|by address) (?<peer>" + ADDRESS + ")\\.?$")
        .clue("send error", "due to (?<code>send error)")
        .clue("phase1", "request for (?<peer>" + ADDRESS + ") queued due to no phase1 found")
        .clue(
            "time up waiting for phase1",
            "\\[Remote Side not responding] (?<peer>" + ADDRESS + ")\\[")
        .clue("time up waiting for phase1", "ESP (?<peer>" + ADDRESS + ")\\[\\d{1,5}]->")
        .clue("spi", "ISAKMP-SA .{0,100}?\\bspi[:=](?<sa>[0-9a-f]{16}:[0-9a-f]{16})")
        // Offers, field by field; "DB" is ours
        .clue(
            "rejected ",
            "\\brejected (?<field>enctype|hashtype|dh_group|authmethod): ?DB ?\\(prop#\\d{1,4}:trns#\\d{1,4}\\):Peer ?\\(prop#\\d{1,4}:trns#\\d{1,4}\\) = (?<ours>[^:]{1,60}):(?<theirs>.{1,60})$")
        .clue(
            "mismatched: my:",
            "\\b(?<field>pfs group|trns_id|authtype|encmode|keylen|proto_id) mismatched: my:(?<ours>[^ ]{1,40}) peer:(?<theirs>[^ ]{1,40})")
        .clue(
            "lifetime proposed: my:",
            "\\blong (?<field>lifetime) proposed: my:(?<ours>\\d{1,12}) peer:(?<theirs>\\d{1,12})")
        .clue("policy found", "\\bno policy found: (?<from>\\S{3,100}) (?<to>\\S{3,100})")
        // Where it is
        .step(AGGRESSIVE_MODE, "begin Aggressive mode", "Aggressive-Mode message")
        .step(
            MAIN_MODE,
            "begin Identity Protection mode",
            "new phase 1 negotiation",
            "(Identity Protection)",
            "Main-Mode message",
            "IPSec Phase1 started",
            "IPSec Phase 1 started")
        .step(
            QUICK_MODE,
            "new phase 2 negotiation",
            "Quick-Mode message",
            "IPSec Phase2 started",
            "IPSec Phase 2 started")
        // Heard from the peer
        .heard(NO_PROPOSAL, MAIN_MODE, "NO-PROPOSAL-CHOSEN received in unencrypted")
        .heard(NO_PROPOSAL, QUICK_MODE, "NO-PROPOSAL-CHOSEN received in informational")
        .heard(NO_PROPOSAL, "fatal NO-PROPOSAL-CHOSEN notify")
        // the number is that of the protocol (RFC 2408, section 3.14): 1 for phase 1
        .heard(NO_PROPOSAL, MAIN_MODE, "14:NO-PROPOSAL-CHOSEN, doi=1 proto_id=1 ")
        .heard(NO_PROPOSAL, QUICK_MODE, "14:NO-PROPOSAL-CHOSEN, doi=1 proto_id=2 ")
        .heard(NO_PROPOSAL, QUICK_MODE, "14:NO-PROPOSAL-CHOSEN, doi=1 proto_id=3 ")
        .heard(IDENTITY_REFUSED, "INVALID-ID-INFORMATION received in unencrypted")
        .heard(SELECTORS_REFUSED, QUICK_MODE, "INVALID-ID-INFORMATION received in informational")
        .heard(AUTHENTICATION_REFUSED, "INVALID-HASH-INFORMATION received")
        .heard(MALFORMED, "PAYLOAD-MALFORMED received")
        .heard(MALFORMED, "INVALID-PAYLOAD-TYPE received")
        .notifies(" received in unencrypted informational", " received in informational", "fatal ")
        .heard(DELETED_BY_PEER, "Purging all IPSec SAs due to the peer")
        .heard(DELETED_BY_PEER, "deleted by peer")
        .heard(DELETED_BY_PEER, "purging ISAKMP-SA")
        .heard(DELETED_BY_PEER, "Received an ISAKMP-SA delete")
        // It worked
        .here(IKE_ESTABLISHED, MAIN_MODE, "ISAKMP-SA established")
        .here(IKE_ESTABLISHED, MAIN_MODE, "IPSec Phase1 established")
        .here(IKE_ESTABLISHED, MAIN_MODE, "IPSec Phase 1 established")
        .here(CHILD_ESTABLISHED, QUICK_MODE, "IPsec-SA established")
        .here(CHILD_ESTABLISHED, QUICK_MODE, "IPSec Phase2 established")
        .here(CHILD_ESTABLISHED, QUICK_MODE, "IPSec Phase 2 established")
        // Who is who
        .here(KEY_MISSING, "couldn't find the pskey")
        .here(KEY_DIFFERS, "HASH mismatched")
        .perhaps(KEY_DIFFERS, "possible cause: wrong password")
        .here(IDENTITY_REFUSED, "ID mismatched with")
        .here(IDENTITY_REFUSED, "ID type mismatched")
        .here(IDENTITY_REFUSED, "ID value mismatched")
        .perhaps(IDENTITY_REFUSED, "Expecting IP address type in main mode")
        .perhaps(MALFORMED, "invalid ID payload")
        .here(IDENTITY_REFUSED, "failed to match identifier")
        .here(CERTIFICATE_REFUSED, "peer's certificate is not verified")
        .here(CERTIFICATE_REFUSED, "no peer's CERT payload found")
        .here(CERTIFICATE_REFUSED, "failed to get peer's CERT")
        .here(CERTIFICATE_REFUSED, "failed to verify the peer's certificate")
        .here(CERTIFICATE_REFUSED, "failed to get my CERT")
        .here(CERTIFICATE_REFUSED, "failed to get private key")
        .here(CERTIFICATE_REFUSED, "Invalid SIG")
        .here(CERTIFICATE_REFUSED, "ERROR: ", "at depth:", "SubjectName:")
        .here(USER_REFUSED, "login failed for user")
        .here(USER_REFUSED, "Xauth authentication failed")
        .here(USER_REFUSED, "XAuth", "failed")
        // Algorithms and settings
        .here(NO_PROPOSAL, MAIN_MODE, "no suitable proposal found")
        .here(NO_PROPOSAL, MAIN_MODE, "failed to get valid proposal")
        .here(NO_PROPOSAL, QUICK_MODE, "no proposal matched")
        .here(NO_PROPOSAL, QUICK_MODE, "no suitable policy found")
        .here(SETTING_REFUSED, "not acceptable ", " mode")
        .here(VERSION_REFUSED, "receiver major version")
        .here(VERSION_REFUSED, "nvalid major version")
        // Networks
        .here(SELECTORS_REFUSED, QUICK_MODE, "failed to get sainfo")
        .here(SELECTORS_REFUSED, QUICK_MODE, "no policy found:")
        .here(SELECTORS_REFUSED, QUICK_MODE, "mismatched ID was returned.")
        // Configuration
        .here(NO_CONNECTION, "couldn't find configuration")
        .here(NO_CONNECTION, "no configuration found for")
        .here(NO_CONNECTION, "no configuration is found for")
        .here(CONFIGURATION_REFUSED, "failed to parse configuration file")
        .here(CONFIGURATION_REFUSED, "fatal parse failure")
        // Silence
        .here(NO_ANSWER, MAIN_MODE, "phase1 negotiation failed due to time up")
        .here(NO_ANSWER, MAIN_MODE, "phase1 negotiation failed due to send error")
        .here(NO_ANSWER, MAIN_MODE, "due to time up waiting for phase1")
        .here(NO_ANSWER, QUICK_MODE, "phase2 negotiation failed due to time up")
        .here(NO_ANSWER, QUICK_MODE, "give up to get IPsec-SA due to time up")
        .here(PEER_DEAD, "seems to be dead")
        .here(PEER_DEAD, "DPD: remote", "dead")
        // The machine
        .here(KERNEL_REFUSED, "pfkey UPDATE failed")
        .here(KERNEL_REFUSED, "pfkey ADD failed")
        .here(KERNEL_REFUSED, "pfkey GETSPI failed")
        .here(KERNEL_REFUSED, "pfkey DELETE failed")
        .here(OUT_OF_RESOURCES, "failed to bind", "in use")
        .perhaps(OUT_OF_RESOURCES, "no address could be bound")
        .here(OUT_OF_RESOURCES, "cannot allocate memory")
        .here(OUT_OF_RESOURCES, "failed to allocate IP address")
        .here(OUT_OF_RESOURCES, "No more IP addresses")
        // What went to and fro
        .here(NAT_DETECTED, "NAT detected: ")
        .here(SENT, "initiate new phase 1 negotiation")
        .here(SENT, "initiate new phase 1 (")
        .here(SENT, "initiate new phase 2 negotiation")
        .here(RECEIVED, "respond new phase 1 negotiation")
        .here(RECEIVED, "respond new phase 1 (")
        .here(RECEIVED, "respond new phase 2 negotiation")
        .here(RECEIVED, "received Vendor ID")
        .here(RECEIVED, "IKE Packet: receive success")
        .here(RECEIVED, "Adding remote and local NAT-D payloads")
        .here(RETRANSMITTED, "resend phase1 packet")
        .here(RETRANSMITTED, "resent phase1 packet")
        .here(SENT, "sent phase1 packet")
        .here(SENT, "sent phase2 packet")
        .here(RETRANSMITTED, "IKE Packet: transmit success", "Retransmit")
        .here(SENT, "IKE Packet: transmit success");
  }
}
