package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.*;
import static io.tunnelscope.core.evidence.Side.HERE;
import static io.tunnelscope.core.evidence.Side.PEER;
import static io.tunnelscope.core.evidence.Signal.*;
import static io.tunnelscope.core.logs.Vocabulary.ADDRESS;

import java.util.Optional;
import java.util.regex.Pattern;

/** What ASA and IOS say of IKEv2: both run the same program. */
final class CiscoIkev2 {

  /** The names of a message's payloads, the first of which may be a notify itself. */
  private static final Pattern PAYLOADS =
      Pattern.compile(
          "^ {0,4}(?:[A-Za-z]{1,8}(?:\\([A-Z0-9_]{3,40}\\))? {1,3}){0,30}NOTIFY\\([A-Z]");

  private CiscoIkev2() {}

  /**
   * A proposal, the name of an exchange and a list of payloads stand on lines of their own, without
   * what stands before the other lines.
   */
  static Optional<Sentence> continued(String line) {
    var goesOn =
        line.startsWith("Proposal ") && line.contains(": ")
            || line.startsWith("IKEv2 ") && line.contains(" Exchange ")
            || line.contains("NOTIFY(") && PAYLOADS.matcher(line).find();
    return goesOn ? Optional.of(new Sentence("", line.strip(), false)) : Optional.empty();
  }

  static Vocabulary.Maker words() {
    return Vocabulary.of()
        .clue(
            "RECV PKT",
            "RECV PKT \\[\\w{3,20}] \\[(?<peer>"
                + ADDRESS
                + ")]:\\d{1,5}->\\[(?<local>"
                + ADDRESS
                + ")]:")
        .clue(
            "SENT PKT",
            "SENT PKT \\[\\w{3,20}] \\[(?<local>"
                + ADDRESS
                + ")]:\\d{1,5}->\\[(?<peer>"
                + ADDRESS
                + ")]:")
        .clue(
            "[From ",
            "\\[From (?<peer>" + ADDRESS + "):\\d{1,5}/To (?<local>" + ADDRESS + "):\\d{1,5}")
        .clue(
            "[To ",
            "\\[To (?<peer>" + ADDRESS + "):\\d{1,5}/From (?<local>" + ADDRESS + "):\\d{1,5}")
        .clue(
            "authentication method is 'RSA'",
            "Peer's (?<certificate>authentication method is 'RSA')")
        .clue(
            "authentication method is 'ECDSA",
            "Peer's (?<certificate>authentication method is 'ECDSA)")
        .clue("based on peer's identity", "based on (?<identity>peer's identity)")
        .clue("by peer certificate", "Profile could not be found (?<identity>by peer certificate)")
        .clue("authentication method is 'PSK'", "Peer's (?<psk>authentication method is 'PSK')")
        .clue("Use preshared key for id", "(?<psk>Use preshared key) for id")
        .clue("before the timer", "(?<answered>AUTH msg before the timer)")
        .messages(PEER, "Received Packet [", "RECV PKT [")
        .messages(HERE, "Sending Packet [", "SENT PKT [", "Building packet", "Generating IKE_")
        .payloads("NOTIFY(")
        .offers(PEER, "Received Policies")
        .offers(HERE, "Expected Policies", "Configured Policies")
        .clue("Proposal ", "^(?<proposal>Proposal \\d{1,3}): {1,4}(?<offer>.{3,300})$")
        .step(IKE_SA_INIT, "IKE_SA_INIT", "SA init exchange", "R_INIT", "I_BLD_INIT", "I_WAIT_INIT")
        .step(IKE_AUTH, "IKE_AUTH", "uth exchange", "R_WAIT_AUTH", "I_WAIT_AUTH", "R_VERIFY_AUTH")
        .step(CREATE_CHILD_SA, "CREATE_CHILD_SA", "reate child exchange")
        // Heard from the peer
        .heard(NO_PROPOSAL, "eceived no proposal chosen notify")
        .heard(AUTHENTICATION_REFUSED, IKE_AUTH, "eceived authentication failure notify")
        .heard(AUTHENTICATION_REFUSED, IKE_AUTH, "eceived auth failed notify")
        .heard(SELECTORS_REFUSED, IKE_AUTH, "eceived TS unacceptable notify")
        .heard(
            GROUP_REFUSED, "eceived invalid KE notify, peer requested DH group", "not configured")
        .heard(VERSION_REFUSED, "eceived invalid major version notify")
        .heard(DELETED_BY_PEER, "SA DOWN. Reason: peer request")
        // It worked
        .here(IKE_ESTABLISHED, IKE_AUTH, "IKEv2 SA created; inserting SA into database")
        .here(IKE_ESTABLISHED, IKE_AUTH, "IKEV2 SA created; inserting SA into database")
        .here(IKE_ESTABLISHED, IKE_AUTH, "Session with IKE ID PAIR", "is UP")
        .here(CHILD_ESTABLISHED, IKE_AUTH, "Load IPSEC key material")
        .here(CHILD_ESTABLISHED, IKE_AUTH, "Successfully installed IPSEC SA")
        // Who is who
        .here(KEY_DIFFERS, IKE_AUTH, "Failed to verify authentication data")
        .here(KEY_DIFFERS, IKE_AUTH, "uthentication data", "mismatch")
        .here(KEY_MISSING, IKE_AUTH, "Failed to find pre-shared key")
        .here(KEY_MISSING, IKE_AUTH, "Failed to get pre-shared key")
        .here(CERTIFICATE_REFUSED, IKE_AUTH, "Verification of peer's certificate chain FAILED")
        .here(
            CERTIFICATE_REFUSED,
            IKE_AUTH,
            "Verification of peer's authentication data FAILED",
            "sign")
        .here(CERTIFICATE_REFUSED, IKE_AUTH, "Failed to verify", "certificate")
        .here(CERTIFICATE_REFUSED, IKE_AUTH, "Verify cert failed")
        .here(CERTIFICATE_REFUSED, IKE_AUTH, "EV_CERT_FAIL")
        .here(CERTIFICATE_REFUSED, IKE_AUTH, "Unsupported cert encoding found")
        .here(CERTIFICATE_REFUSED, IKE_AUTH, "No suitable trustpoints found")
        .perhaps(CERTIFICATE_REFUSED, IKE_AUTH, "Unable to locate cert record by issuername")
        .perhaps(CERTIFICATE_REFUSED, IKE_AUTH, "No trust point for cert issuer")
        .here(IDENTITY_REFUSED, IKE_AUTH, "Peer ID check failed")
        .perhaps(IDENTITY_REFUSED, IKE_AUTH, "Peer ID check: failed to retreive")
        .perhaps(IDENTITY_REFUSED, IKE_AUTH, "Peer ID check: failed to retrieve")
        .perhaps(IDENTITY_REFUSED, IKE_AUTH, "Profile could not be found by peer certificate")
        .here(CERTIFICATE_REFUSED, IKE_AUTH, "Failed to get", "ertificate")
        .here(USER_REFUSED, IKE_AUTH, "EAP", "failed")
        .here(USER_REFUSED, IKE_AUTH, "EAP", "FAILED")
        .here(AUTHENTICATION_REFUSED, IKE_AUTH, "Verification of peer's authentication data FAILED")
        .here(
            AUTHENTICATION_REFUSED, IKE_AUTH, "Verification of peer's authenctication data FAILED")
        .here(AUTHENTICATION_REFUSED, IKE_AUTH, "Failed to authenticate the IKE SA")
        // Algorithms
        .here(NO_PROPOSAL, IKE_SA_INIT, "Failed to find a matching policy")
        .here(NO_PROPOSAL, IKE_SA_INIT, "Failed to find any matching policy")
        .here(NO_PROPOSAL, IKE_AUTH, "No proposal chosen for child")
        .here(GROUP_REFUSED, "DH group mismatch")
        .here(VERSION_REFUSED, "Unsupported IKE version")
        .here(VERSION_REFUSED, "nvalid major version")
        // Networks
        .here(SELECTORS_REFUSED, IKE_AUTH, "no IPSEC policy found for received TS")
        .here(SELECTORS_REFUSED, IKE_AUTH, "Failed to find a matching policy for received TS")
        // Configuration
        .here(NO_CONNECTION, "o profile matching", "found")
        .here(NO_CONNECTION, "rofile not found")
        // What is known is only that it failed
        .perhaps(OTHER_FAILURE, "Failed to locate an item in the database")
        .perhaps(OTHER_FAILURE, "Platform errors")
        .perhaps(OTHER_FAILURE, "A supplied parameter is incorrect")
        .perhaps(OTHER_FAILURE, "Failed to find matching SA")
        .perhaps(OTHER_FAILURE, "Failed to find matching proxy")
        .perhaps(OTHER_FAILURE, IKE_AUTH, "Auth exchange failed")
        .perhaps(OTHER_FAILURE, CREATE_CHILD_SA, "reate child exchange failed")
        .perhaps(OTHER_FAILURE, IKE_SA_INIT, "SA init exchange failed")
        .perhaps(OTHER_FAILURE, IKE_SA_INIT, "Failed SA init exchange")
        .perhaps(OTHER_FAILURE, "xchange failed")
        // Silence
        .here(NO_ANSWER, IKE_AUTH, "before the timer expired")
        .here(NO_ANSWER, "aximum number of retransmissions")
        .here(PEER_DEAD, "SA DOWN. Reason: peer lost")
        .here(PEER_DEAD, "DPD", "peer is dead")
        // What went to and fro
        .here(NAT_DETECTED, "NAT INSIDE found")
        .here(NAT_DETECTED, "NAT OUTSIDE found")
        .here(RETRANSMITTED, "Retransmitting packet")
        .here(SENT, "SENT PKT [")
        .here(SENT, "Sending Packet [")
        .here(RECEIVED, "RECV PKT [")
        .here(RECEIVED, "Received Packet [");
  }
}
