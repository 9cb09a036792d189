package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.*;
import static io.tunnelscope.core.evidence.Signal.*;
import static io.tunnelscope.core.logs.Vocabulary.ADDRESS;

import io.tunnelscope.core.evidence.Side;
import java.util.Optional;
import java.util.regex.Pattern;

/** Cisco IOS and IOS XE: the CRYPTO and IKEV2 facilities, and what the debug commands print. */
final class IosLog {

  private static final Pattern FACILITY =
      Pattern.compile("%(?:CRYPTO|IKEV2|PKI)-(?:\\w{1,8}-)?\\d-(\\w{3,40}:? ?.*)$");
  private static final Pattern ISAKMP =
      Pattern.compile(
          "\\bISAKMP(?:-ERROR|-PAK|-INFO|-AAA)?(?:: ?| (?=\\())(?:\\((?:\\d{1,6}:)?(\\d{1,10})(?:/\\d{1,10})?\\))?:? ?(.*)$");
  private static final Pattern IKEV2 =
      Pattern.compile(
          "\\bIKEv2(-ERROR|-INTERNAL|-PAK)?:(\\((?:SESSION ID = \\d{1,10})?,? ?(?:SA ID = (\\d{1,10}))?\\):{0,2})? ?:? ?(.*)$");
  private static final Pattern IPSEC =
      Pattern.compile(
          "\\bIPSEC\\((?:ipsec_process_proposal|validate_\\w{3,40}|key_engine|crypto_ipsec_\\w{3,40}|sa_\\w{3,20}|create_sa|update_current_outbound_sa)\\): ?(.*)$");

  private static final Pattern PKI = Pattern.compile("\\bCRYPTO_PKI ?: (?:\\(\\w{1,8}\\) ?)?(.*)$");

  private IosLog() {}

  static Dialect of(CaseNotes notes) {
    return new SentenceLog(LogKind.CISCO_IOS, IosLog::cut, WORDS, notes);
  }

  private static Optional<Sentence> cut(String line) {
    if (line.contains("%CRYPTO-") || line.contains("%IKEV2-") || line.contains("%PKI-")) {
      var facility = FACILITY.matcher(line);
      return facility.find() ? sentence("", facility.group(1)) : Optional.empty();
    }
    if (line.contains("ISAKMP")) {
      var isakmp = ISAKMP.matcher(line);
      return isakmp.find()
          ? sentence(connection(isakmp.group(1)), isakmp.group(2))
          : Optional.empty();
    }
    if (line.contains("IKEv2:") || line.contains("IKEv2-")) {
      var ikev2 = IKEV2.matcher(line);
      if (!ikev2.find()) {
        return Optional.empty();
      }
      var certain = ikev2.group(1) != null || ikev2.group(2) != null;
      return Optional.of(new Sentence(connection(ikev2.group(3)), ikev2.group(4).strip(), certain));
    }
    if (line.contains("IPSEC(")) {
      var ipsec = IPSEC.matcher(line);
      return ipsec.find() ? sentence("", ipsec.group(1)) : Optional.empty();
    }
    if (line.contains("CRYPTO_PKI")) {
      var pki = PKI.matcher(line);
      return pki.find() ? sentence("", pki.group(1)) : Optional.empty();
    }
    return line.contains("_proxy=")
        ? Optional.of(new Sentence("", line.strip(), false))
        : CiscoIkev2.continued(line);
  }

  /** Connection 0 is whatever has no number yet. */
  private static String connection(String number) {
    return number == null || number.equals("0") ? "" : "connection " + number;
  }

  private static Optional<Sentence> sentence(String context, String text) {
    return Optional.of(new Sentence(context, text.strip(), true));
  }

  static final Vocabulary WORDS =
      CiscoIkev2.words()
          // Whom it is about
          .clue("peer", "\\b[Pp]eer (?:at )?(?<peer>\\d{1,3}(?:\\.\\d{1,3}){3})\\b")
          .clue(
              "from ",
              "(?:received packet|IKE message|IKE packet|Certificate received) from (?<peer>"
                  + ADDRESS
                  + ")(?:\\s|$)")
          .clue("sending packet to ", "sending packet to (?<peer>" + ADDRESS + ") ")
          .clue(" remote ", "\\(local (?<local>" + ADDRESS + ") remote (?<peer>" + ADDRESS + ")\\)")
          .clue("key with ", "pre-shared key with (?<peer>" + ADDRESS + ")!")
          .clue("authenticated with ", "authenticated with (?<peer>" + ADDRESS + ")$")
          .clue("failed with host ", "failed with host (?<peer>" + ADDRESS + ")\\s?$")
          .clue("Remote: ", "\\bRemote: ?(?<peer>[0-9A-Fa-f.:]{2,45}?):\\d{1,5}\\b")
          // Offers
          .clue(
              "offered does not match policy",
              "(?<field>Encryption algorithm|Hash algorithm|Diffie-Hellman group|Authentication method|Preshared authentication|RSA signature authentication|Proposed key length) offered does not match policy")
          .clue(
              "Proposed key length does not match policy",
              "(?<field>Proposed key length) does not match policy")
          .clue(
              "offered but does not match policy",
              "(?<field>authentication) (?<theirs>method )?offered but does not match policy")
          .agreed("atts are acceptable")
          .offers(Side.PEER, "Checking ISAKMP transform", "Checking IPSec proposal")
          .clue("Checking I", "(?<next>Checking (?:ISAKMP transform|IPSec proposal) \\d{1,3})")
          .clue("encryption ", "^(?<kind>encryption) (?<algorithm>(?:AES|3DES|DES)-(?:CBC|GCM))$")
          .clue("hash ", "^(?<kind>hash) (?<algorithm>SHA\\d{0,3}|MD5)$")
          .clue("group ", "^(?:default )?(?<kind>group) (?:is )?(?<algorithm>\\d{1,2})$")
          .clue("transform ", "^(?<kind>transform) \\d{1,3}, (?<algorithm>ESP_[A-Z0-9_]{2,20})")
          .clue("authenticator is ", "^(?<kind>authenticator) is (?<algorithm>HMAC-\\w{3,8})$")
          .clue("key", "^key ?length (?:of|is) (?<keylength>\\d{3})$")
          .clue("local_proxy=", "\\blocal_proxy= ?(?<localnet>[0-9A-Fa-f.:/]{3,90})")
          .clue("remote_proxy=", "\\bremote_proxy= ?(?<peernet>[0-9A-Fa-f.:/]{3,90})")
          .clue("PROPOSAL_NOT_CHOSEN protocol", "(?<vague>PROPOSAL_NOT_CHOSEN) protocol [23]\\b")
          .clue("phase 2 SA policy", "(?<vague>phase 2 SA policy) not acceptable")
          .clue("state (", "state (?<answered>\\(R\\) |\\(I\\) (?:MM_KEY_EXCH|MM_SA_SETUP))")
          // Where it is
          .step(
              QUICK_MODE,
              "QM_IDLE",
              "phase 2 ",
              "Quick Mode",
              "IPSec proposal",
              "IPSec policy",
              "IKE_QM_",
              "Quick mode",
              "transform proposal",
              "proxy identities")
          .step(
              AGGRESSIVE_MODE,
              "AG_NO_STATE",
              "AG_INIT_EXCH",
              "IKE_I_AM",
              "IKE_R_AM",
              "Aggressive mode",
              "Aggressive Mode",
              "AM exchange")
          .step(
              MAIN_MODE,
              "MM_NO_STATE",
              "MM_SA_SETUP",
              "MM_KEY_EXCH",
              "IKE_I_MM",
              "IKE_R_MM",
              "Main Mode",
              "Main mode",
              "phase 1 ",
              "MM exchange",
              "ISAKMP transform")
          // Heard from the peer
          .heard(NO_PROPOSAL, QUICK_MODE, "processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3")
          .heard(NO_PROPOSAL, QUICK_MODE, "processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 2")
          .heard(NO_PROPOSAL, MAIN_MODE, "processing NOTIFY PROPOSAL_NOT_CHOSEN")
          .heard(NO_PROPOSAL, "processing NOTIFY NO_PROPOSAL_CHOSEN")
          .heard(SELECTORS_REFUSED, QUICK_MODE, "processing NOTIFY INVALID_ID_INFO")
          .heard(AUTHENTICATION_REFUSED, "processing NOTIFY INVALID_HASH_INFO")
          .heard(AUTHENTICATION_REFUSED, "processing NOTIFY AUTHENTICATION_FAILED")
          .heard(MALFORMED, "processing NOTIFY PAYLOAD_MALFORMED")
          // Told to the peer, after it was said why
          .perhaps(NO_PROPOSAL, QUICK_MODE, "Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3")
          .perhaps(NO_PROPOSAL, MAIN_MODE, "Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 1")
          .heard(DELETED_BY_PEER, "delete notify (in)")
          .notifies("processing NOTIFY ", "eceived notify")
          // It worked
          .here(IKE_ESTABLISHED, MAIN_MODE, "SA has been authenticated with")
          .here(IKE_ESTABLISHED, MAIN_MODE, "New State = IKE_P1_COMPLETE")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "New State = IKE_QM_PHASE2_COMPLETE")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "Creating IPSec SAs")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "updated peer", "current outbound sa")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "sa created,")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "SESSION_STATUS: Crypto tunnel is UP")
          .here(CHILD_ESTABLISHED, IKE_AUTH, "SESSION_STATUS: Crypto tunnel v2 is UP")
          .here(IKE_ESTABLISHED, IKE_AUTH, "SA_UP: SA UP")
          // Who is who
          .here(KEY_MISSING, MAIN_MODE, "No pre-shared key with")
          .here(KEY_MISSING, MAIN_MODE, "no pre-shared key based on")
          .perhaps(KEY_DIFFERS, "reserved not zero on ID payload")
          .perhaps(KEY_DIFFERS, "IKMP_BAD_MESSAGE")
          .perhaps(KEY_DIFFERS, "failed its sanity check or is malformed")
          .here(KEY_DIFFERS, "hash", "did not match")
          .here(CERTIFICATE_REFUSED, "IKMP_INVAL_CERT")
          .here(CERTIFICATE_REFUSED, "signature invalid")
          .here(CERTIFICATE_REFUSED, "Unable to get router cert")
          .here(CERTIFICATE_REFUSED, "CERTIFICATE_INVALID")
          .here(CERTIFICATE_REFUSED, "CERT_VALIDATE", "fail")
          .here(CERTIFICATE_REFUSED, "ertificate chain validation has failed")
          .here(IDENTITY_REFUSED, "IKMP_NO_ID_CERT")
          .here(IDENTITY_REFUSED, "peer ID does not match")
          .here(IDENTITY_REFUSED, "IDs from", "do not match")
          .here(AUTHENTICATION_REFUSED, "IKMP_AUTH_FAIL")
          .here(USER_REFUSED, "XAUTH FAIL")
          .here(USER_REFUSED, "Extended authentication failed")
          .here(USER_REFUSED, "deleting SA reason \"XAuthenticate fail\"")
          // Algorithms and settings
          .here(NO_PROPOSAL, MAIN_MODE, "no offers accepted")
          .here(NO_PROPOSAL, MAIN_MODE, "phase 1 SA policy not acceptable")
          .here(NO_PROPOSAL, MAIN_MODE, "reason \"Phase1 SA policy proposal not accepted\"")
          .here(NO_PROPOSAL, QUICK_MODE, "transform proposal not supported for identity")
          .here(SETTING_REFUSED, "IKMP_AG_MODE_DISABLED")
          .here(SETTING_REFUSED, "invalid transform proposal flags")
          // Networks
          .here(SELECTORS_REFUSED, QUICK_MODE, "proxy identities not supported")
          .here(SELECTORS_REFUSED, QUICK_MODE, "no IPSEC cryptomap exists for local address")
          .here(SELECTORS_REFUSED, QUICK_MODE, "policy invalidated proposal with error 32")
          .here(NO_PROPOSAL, QUICK_MODE, "policy invalidated proposal with error 256")
          .perhaps(OTHER_FAILURE, QUICK_MODE, "policy invalidated proposal with error")
          .perhaps(NO_PROPOSAL, QUICK_MODE, "phase 2 SA policy not acceptable")
          // Configuration
          .here(NO_CONNECTION, QUICK_MODE, "peer address", "not found")
          .here(NO_CONNECTION, "invalid local address")
          .here(NO_CONNECTION, "IKE_NO_CONFIG")
          // Silence
          .here(NO_ANSWER, "reason \"Death by retransmission")
          .here(NO_ANSWER, "reason \"Gave up on retransmission")
          .here(PEER_DEAD, "not responding!")
          .here(PEER_DEAD, "DPD failure")
          .here(PEER_DEAD, "SESSION_STATUS: Crypto tunnel is DOWN", "DPD")
          // What is known is only that it failed
          .perhaps(OTHER_FAILURE, "IKMP_MODE_FAILURE")
          .perhaps(OTHER_FAILURE, INFORMATIONAL, "SESSION_STATUS: Crypto tunnel", "is DOWN")
          // The machine
          .here(OUT_OF_RESOURCES, "SA_REJECTED_RESOURCE_LOW")
          .here(OUT_OF_RESOURCES, "could not allocate an IP address")
          .here(OUT_OF_RESOURCES, "IKE resource low")
          .here(REKEY_FAILED, "ekey", "failed")
          // What went to and fro
          .here(NAT_DETECTED, "NAT found, ")
          .here(NAT_DETECTED, "host inside NAT")
          .here(RETRANSMITTED, "retransmitting phase")
          .here(RETRANSMITTED, "retransmission skipped")
          .here(SENT, "sending packet to ")
          .here(SENT, "beginning Main Mode exchange")
          .here(SENT, "beginning Quick Mode exchange")
          .here(RECEIVED, "received packet from ")
          .made();
}
