package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.*;
import static io.tunnelscope.core.evidence.Signal.*;
import static io.tunnelscope.core.logs.Vocabulary.ADDRESS;

import java.util.Optional;
import java.util.regex.Pattern;

/** Cisco ASA: the messages of its IKE and IPsec classes, and what its debug commands print. */
final class AsaLog {

  /** Classes 402, 602, 702 (IPsec), 713 to 715 (IKEv1), 717 (certificates), 750 to 752 (IKEv2). */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "%(?:ASA|PIX|FTD)-(?:[a-z]{2,8}-)?\\d-(?:(?:402|713|714|715|717|750|751|752)\\d{3}|602303|602304|702307|11300[5-9]|11301[59]|611102): (.*)$");

  private static final Pattern DEBUG_1 = Pattern.compile("\\[IKEv1(?: DEBUG| DECODE)?]:? ?(.*)$");
  private static final Pattern DEBUG_2 =
      Pattern.compile("\\bIKEv2-(?:PLAT|PROTO)-\\d{1,2}: (?:\\((\\d{1,10})\\): )?(.*)$");

  private AsaLog() {}

  static Dialect of(CaseNotes notes) {
    return new SentenceLog(LogKind.CISCO_ASA, AsaLog::cut, WORDS, notes);
  }

  private static Optional<Sentence> cut(String line) {
    if (line.contains("%ASA-") || line.contains("%FTD-") || line.contains("%PIX-")) {
      var message = MESSAGE.matcher(line);
      return message.find() ? sentence("", message.group(1)) : Optional.empty();
    }
    if (line.contains("[IKEv1")) {
      var debug = DEBUG_1.matcher(line);
      return debug.find() ? sentence("", debug.group(1)) : Optional.empty();
    }
    if (line.contains("IKEv2-P")) {
      var debug = DEBUG_2.matcher(line);
      return debug.find()
          ? sentence(debug.group(1) == null ? "" : debug.group(1), debug.group(2))
          : Optional.empty();
    }
    return CiscoIkev2.continued(line);
  }

  private static Optional<Sentence> sentence(String context, String text) {
    return Optional.of(new Sentence(context, text.strip(), true));
  }

  static final Vocabulary WORDS =
      CiscoIkev2.words()
          // Whom it is about
          .clue("IP = ", "\\bIP = (?<peer>" + ADDRESS + ")(?:,|\\s|$)")
          .clue("Remote:", "\\bRemote: ?(?<peer>[0-9A-Fa-f.:]{2,45}?):\\d{1,5}\\b")
          .clue("Local:", "\\bLocal: ?(?<local>[0-9A-Fa-f.:]{2,45}?):\\d{1,5}\\b")
          .clue("IKE Peer ", "\\bIKE Peer (?<peer>" + ADDRESS + ")(?:\\s|,|$)")
          .clue("for peer ", "\\bfor peer (?<peer>\\d{1,3}(?:\\.\\d{1,3}){3})\\b")
          .clue(
              "LAN-to-LAN SA",
              " SA \\(SPI= ?\\w{1,12}\\) between (?<local>"
                  + ADDRESS
                  + ") and (?<peer>"
                  + ADDRESS
                  + ") ")
          // Offers and networks
          .clue(
              "Mismatched attribute types for class",
              "Mismatched attribute types for class (?<field>[A-Za-z -]{2,40}): {1,4}Rcv'd: {1,4}(?<theirs>.{1,60}?) {1,4}Cfg'd: {1,4}(?<ours>.{1,60}?)\\.?$")
          .clue(
              "Crypto Map Policy not found for Src",
              "Src: ?(?<from>[^ ,]{3,50}), Dst: ?(?<to>[^ !]{3,50})")
          .clue(
              "entry for remote proxy ",
              "entry for remote proxy (?<from>[0-9A-Fa-f.:/]{3,90}) local proxy (?<to>[0-9A-Fa-f.:/]{3,90})")
          .clue("proxy IDs src", "proxy IDs src: ?(?<from>[^ ]{3,50}) dst: ?(?<to>[^ ]{3,50})")
          .clue(
              "for remote traffic selector",
              "for remote traffic selector (?<from>[^ ]{3,120}) local traffic selector (?<to>[^ !]{3,120})")
          .clue("_WAIT_MSG", "(?<answered>[MA]M_WAIT_MSG[3456]), EV_TIMEOUT")
          // Where it is
          .step(
              QUICK_MODE,
              "Phase 2 failure",
              "QM FSM",
              "All IPSec SA",
              "QM_",
              "Oakley Quick Mode",
              "PHASE 2")
          .step(AGGRESSIVE_MODE, "Aggressive Mode", "IKE AM ", "AM_")
          .step(
              MAIN_MODE,
              "Phase 1 failure",
              "IKE MM ",
              "Main Mode",
              "MM_",
              "All SA proposals",
              "PHASE 1",
              "IKE Initiator: New Phase 1",
              "Oakley proposal is acceptable")
          .agreed("Oakley proposal is acceptable", "IKE SA Proposal", "IPSec SA Proposal")
          // Heard from the peer
          .heard(NO_PROPOSAL, QUICK_MODE, "non-routine Notify message: No proposal chosen")
          .heard(NO_PROPOSAL, MAIN_MODE, "un-encrypted NO_PROPOSAL_CHOSEN notify")
          .heard(SELECTORS_REFUSED, QUICK_MODE, "non-routine Notify message: Invalid ID info")
          .heard(AUTHENTICATION_REFUSED, "non-routine Notify message: Invalid hash info")
          .heard(AUTHENTICATION_REFUSED, "non-routine Notify message: Authentication failed")
          .heard(MALFORMED, "non-routine Notify message: Payload malformed")
          .heard(MALFORMED, "un-encrypted PAYLOAD_MALFORMED notify")
          .heard(SELECTORS_REFUSED, "INVALID_SELECTORS Notification from peer")
          .heard(USER_REFUSED, "Headend security gateway has failed our user authentication")
          .heard(DELETED_BY_PEER, "Reason: Peer Terminate")
          .heard(DELETED_BY_PEER, "Reason: IKE Delete")
          .heard(DELETED_BY_PEER, "SA DOWN. Reason: peer request")
          .heard(DELETED_BY_PEER, "Connection terminated for peer", "Reason: Peer")
          .notifies("notify message", "Notify message")
          // It worked
          .here(IKE_ESTABLISHED, MAIN_MODE, "PHASE 1 COMPLETED")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "PHASE 2 COMPLETED")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "Security negotiation complete for")
          .here(CHILD_ESTABLISHED, IKE_AUTH, "SA UP. Reason: New Connection Established")
          .here(CHILD_ESTABLISHED, "LAN-to-LAN SA", "has been created")
          // Who is who
          .here(CERTIFICATE_REFUSED, "Certificate validation failed")
          .here(CERTIFICATE_REFUSED, "Certificate chain failed validation")
          .here(CERTIFICATE_REFUSED, "Certificate authentication failed")
          .here(CERTIFICATE_REFUSED, "no trust-point defined in tunnel-group")
          .here(CERTIFICATE_REFUSED, "Unable to process the received peer certificate")
          .here(CERTIFICATE_REFUSED, "Failed to retrieve identity certificate")
          .here(CERTIFICATE_REFUSED, "Unable to identify certificate to use")
          .here(CERTIFICATE_REFUSED, "Aborting: No identity cert specified")
          .here(CERTIFICATE_REFUSED, "peer certificate", "failed")
          .perhaps(KEY_DIFFERS, "probably due to mismatched pre-shared key")
          .perhaps(KEY_DIFFERS, "could indicate a pre-shared key mismatch")
          .perhaps(KEY_DIFFERS, "Main Mode packet with invalid payloads, MessID = 0")
          .here(KEY_DIFFERS, "Computed hash does not match")
          .here(KEY_DIFFERS, "processing hash payload", "failed")
          .here(KEY_MISSING, "No preshared key or trustpoint configured")
          .here(KEY_MISSING, "default preshared key not configured")
          .here(USER_REFUSED, "Remote peer has failed user authentication")
          .here(USER_REFUSED, "Failed user authentication")
          .here(USER_REFUSED, "User Authorization failed")
          .here(USER_REFUSED, "AAA user authentication Rejected")
          .here(USER_REFUSED, "client reconnect authentication failed")
          .here(USER_REFUSED, "group-lock check failed")
          .here(IDENTITY_REFUSED, "IKE peer does not match remote peer as defined in L2L policy")
          .here(IDENTITY_REFUSED, "ID mismatch")
          // Algorithms and settings
          .here(NO_PROPOSAL, QUICK_MODE, "All IPSec SA proposals found unacceptable")
          .here(NO_PROPOSAL, MAIN_MODE, "All SA proposals found unacceptable")
          .here(NO_PROPOSAL, "did not negotiate the following: proposal")
          .here(SETTING_REFUSED, "Xauth required but selected Proposal does not support")
          .here(SETTING_REFUSED, "Conflicting protocols specified by tunnel-group")
          .here(SETTING_REFUSED, "tunnel group specifies L2TP")
          .here(SETTING_REFUSED, "Tunnel rejected: Originate-Only")
          .here(SETTING_REFUSED, "Tunnel rejected: IKEv2 not enabled in group policy")
          .here(SETTING_REFUSED, "No remote authentication method configured")
          .here(SETTING_REFUSED, "Unable to determine self-authentication method")
          .here(SETTING_REFUSED, "is not strong enough to secure proposed IPsec")
          // Networks
          .here(
              SELECTORS_REFUSED, QUICK_MODE, "unnel rejected: Crypto Map Policy not found for Src")
          .here(
              SELECTORS_REFUSED, QUICK_MODE, "Rejecting IPSec tunnel: no matching crypto map entry")
          .here(
              SELECTORS_REFUSED,
              IKE_AUTH,
              "Crypto Map Policy not found for remote traffic selector")
          .perhaps(SELECTORS_REFUSED, QUICK_MODE, "Reason: crypto map policy not found")
          .here(SELECTORS_PEER, QUICK_MODE, "does not match proxy IDs")
          // Ended as somebody here wanted it
          .here(DELETED_HERE, "Reason: User Requested")
          .here(DELETED_HERE, "Reason: Administrator Reset")
          .here(DELETED_HERE, "Reason: Idle Timeout")
          .here(DELETED_HERE, "Reason: Max time exceeded")
          .here(DELETED_HERE, "Reason: Maximum Time Exceeded")
          .here(DELETED_HERE, "Reason: SA Expired")
          // Configuration
          .here(NO_CONNECTION, "an't find a valid tunnel group")
          .here(NO_CONNECTION, "with unknown tunnel group name")
          .here(NO_CONNECTION, "Unable to find tunnel group for peer")
          .here(NO_CONNECTION, "Tunnel rejected: SA", "not found for group")
          .here(NO_CONNECTION, "IKE Initiator unable to find policy")
          .here(CONFIGURATION_REFUSED, "Configuration Error")
          .here(CONFIGURATION_REFUSED, "IKE Peer address not configured")
          .here(CONFIGURATION_REFUSED, "Crypto map entry incomplete")
          // Silence
          .here(PEER_DEAD, "IKE lost contact with remote peer")
          .here(PEER_DEAD, "Reason: Lost Service")
          .here(PEER_DEAD, "SA DOWN. Reason: peer lost")
          .here(PEER_DEAD, "Remote DPD failure")
          .here(NO_ANSWER, MAIN_MODE, "MM_WAIT_MSG", "EV_TIMEOUT")
          .here(NO_ANSWER, AGGRESSIVE_MODE, "AM_WAIT_MSG", "EV_TIMEOUT")
          // What is known is only that it failed
          .perhaps(OTHER_FAILURE, "Removing peer from peer table failed, no match")
          .perhaps(OTHER_FAILURE, QUICK_MODE, "QM FSM error")
          .perhaps(OTHER_FAILURE, QUICK_MODE, "Reason: Phase 2 Mismatch")
          .perhaps(OTHER_FAILURE, QUICK_MODE, "Reason: Phase 2 Error")
          .perhaps(OTHER_FAILURE, "Reason: Phase 1 Mismatch")
          .perhaps(OTHER_FAILURE, "failed to establish an L2L SA")
          .perhaps(OTHER_FAILURE, "unsuccessful at setting up a tunnel")
          .perhaps(OTHER_FAILURE, "Probable mis-configuration of the crypto map")
          // The machine
          .here(OUT_OF_RESOURCES, "Cannot obtain an IP address")
          .here(OUT_OF_RESOURCES, "SA rejected due to system resource low")
          .here(OUT_OF_RESOURCES, "rejected due to CAC limit")
          .here(OUT_OF_RESOURCES, "rejected by CAC")
          .here(OUT_OF_RESOURCES, "maximum tunnel count allowed has been reached")
          .here(OUT_OF_RESOURCES, "Maximum license limit")
          .here(LOCAL_FAILURE, "Failed to complete Diffie-Hellman operation")
          .here(REKEY_FAILED, "ekey", "failed")
          // What went to and fro
          .here(NAT_DETECTED, "is behind a NAT device")
          .here(RETRANSMITTED, "Duplicate Phase 1 packet detected")
          .here(RETRANSMITTED, "IKE_DECODE RESENDING Message")
          .here(SENT, "IKE_DECODE SENDING Message")
          .here(SENT, "IKE Initiator: New Phase 1")
          .here(SENT, "IKE Initiator: new or rekey Phase 1")
          .here(RECEIVED, "IKE_DECODE RECEIVED Message")
          .here(RECEIVED, "Received a IKE_INIT_SA request")
          .made();
}
