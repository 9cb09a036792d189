package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Signal;
import java.util.Map;
import java.util.Set;

/**
 * What strongSwan's daemon says, from the message catalogue of its versions 4 to 6: those before
 * 5.4 spell "inacceptable".
 */
final class CharonPhrases {

  private static final String OWN_KEY = "private key found for '";
  private static final String NO_TRUSTED = "no trusted ";
  private static final String NO_ISSUER = "no issuer certificate found for \"";
  private static final String ISSUER = "issuer is \"";
  private static final String NOT_VALID = "certificate invalid (valid from";
  private static final String REVOKED = "certificate was revoked on";
  private static final String HALF_OPEN = "deleting half open IKE_SA ";
  private static final String SOCKET_ERROR = "error writing to socket: ";
  private static final String OTHER_VERSION = "received unsupported IKE version";
  private static final String NO_HEADER = "received invalid IKE header from ";
  private static final String TLS_ALERT = "sending fatal TLS alert '";
  private static final String EAP_FAILURE = "received EAP_FAILURE";
  private static final String NOT_ENCRYPTED = " was not encrypted";

  /** How a failure shows itself, by how the sentence begins that tells of it. */
  private static final Map<String, String> MANNERS =
      Map.ofEntries(
          Map.entry("unable to install policy ", "conflict"),
          Map.entry("no virtual IP found, sending INTERNAL_ADDRESS_FAILURE", "address"),
          Map.entry("DHCP ", "address"),
          Map.entry("pool '", "address"),
          Map.entry("expected a virtual IP request, sending FAILED_CP_REQUIRED", "address"),
          Map.entry("configuration payload negotiation failed", "address"),
          Map.entry(" not supported, sending EAP_NAK", "method"),
          Map.entry("loading EAP_", "method"),
          Map.entry("EAP-Identity request configured, but not supported", "method"),
          Map.entry("no XAuth method found", "method"),
          Map.entry("verification of AUTH payload without EAP MSK failed", "no_msk"),
          Map.entry(NO_ISSUER, "issuer"),
          Map.entry(ISSUER, "issuer"),
          Map.entry(NOT_VALID, "validity"),
          Map.entry(REVOKED, "revoked"),
          Map.entry("RADIUS ", "server"),
          Map.entry("RADIUS server ", "server"));

  /** What is said after the reason was, or without it where the log is cut. */
  private static final Set<String> CONSEQUENCES =
      Set.of("configuration payload negotiation failed", "could not decrypt payloads");

  static final PhraseTable TABLE =
      PhraseTable.of()
          // success; details are read by CharonLog
          .here(Signal.IKE_ESTABLISHED, "IKE_SA ", "] established between ")
          .often()
          .here(Signal.IKE_ESTABLISHED, "IKE_SA ", "] rekeyed between ")
          .here(Signal.CHILD_ESTABLISHED, "CHILD_SA ", "} established")
          .often()
          .here(Signal.OFFER_PEER, "received proposals: ")
          .here(Signal.OFFER_HERE, "configured proposals: ")
          // keys
          .here(Signal.KEY_DIFFERS, "tried ", "shared key", "MAC mismatched")
          .here(Signal.KEY_DIFFERS, "calculated HASH does not match HASH payload")
          .here(Signal.KEY_DIFFERS, "received HASH payload does not match")
          .here(Signal.KEY_MISSING, "no shared key found for")
          .here(Signal.KEY_MISSING, "PPK required but no PPK found for")
          // identities
          .here(Signal.IDENTITY_REFUSED, "IDir ", "does not match to ")
          .here(Signal.IDENTITY_REFUSED, "received IDr ", "but require ")
          .here(Signal.IDENTITY_REFUSED, "received PPK_ID '", "but require ")
          .here(Signal.IDENTITY_REFUSED, "constraint check failed: ", "identity '", "required")
          .here(Signal.IDENTITY_REFUSED, "no matching peer config found")
          .here(Signal.IDENTITY_REFUSED, "no peer config found")
          // methods and modes
          .here(Signal.SETTING_REFUSED, "constraint requires ", "authentication, but ", "was used")
          .here(Signal.SETTING_REFUSED, "Aggressive Mode PSK disabled")
          .here(Signal.SETTING_REFUSED, "but none allows ", "authentication using ", " Mode")
          .here(Signal.SETTING_REFUSED, "peer requested EAP, config unacceptable")
          .here(Signal.SETTING_REFUSED, "peer requested EAP, config inacceptable")
          .here(Signal.SETTING_REFUSED, "configured EAP-only authentication, but peer does not")
          .here(Signal.SETTING_REFUSED, "mode requested by responder is unacceptable")
          .here(Signal.SETTING_REFUSED, "PPK required but ")
          // certificates
          .here(Signal.CERTIFICATE_REFUSED, "no ", OWN_KEY)
          .here(Signal.CERTIFICATE_REFUSED, "no TLS public key found for server ")
          .here(Signal.CERTIFICATE_REFUSED, NO_TRUSTED, "public key found for")
          .here(Signal.CERTIFICATE_REFUSED, NO_ISSUER)
          .here(Signal.CERTIFICATE_REFUSED, ISSUER)
          .here(Signal.CERTIFICATE_REFUSED, NOT_VALID)
          .here(Signal.CERTIFICATE_REFUSED, REVOKED)
          .here(Signal.CERTIFICATE_REFUSED, "certificate", "lacks ca basic constraint")
          .here(Signal.CERTIFICATE_REFUSED, "certificate lacks CA basic constraint, rejected")
          .here(Signal.CERTIFICATE_REFUSED, "certificate without CA flag, rejected")
          .here(Signal.CERTIFICATE_REFUSED, "rejecting certificate without ")
          .here(Signal.CERTIFICATE_REFUSED, "name constraint '")
          .here(Signal.CERTIFICATE_REFUSED, "path length of ", " violates constraint of ")
          .here(Signal.CERTIFICATE_REFUSED, "self-signed certificate ", "is not trusted")
          .here(Signal.CERTIFICATE_REFUSED, "peer certificate verification failed")
          .here(Signal.CERTIFICATE_REFUSED, "loading ", "certificate from", "failed")
          .here(Signal.CERTIFICATE_REFUSED, "building CRED_PRIVATE_KEY", "failed")
          .here(Signal.CERTIFICATE_REFUSED, "building CRED_CERTIFICATE", "failed")
          .here(Signal.CERTIFICATE_REFUSED, "constraint check failed: peer not authenticated")
          .here(Signal.CERTIFICATE_REFUSED, "constraint check failed: ", "requires at least")
          .here(Signal.CERTIFICATE_REFUSED, "constraint requires cert policy")
          .here(Signal.CERTIFICATE_REFUSED, "constraint check failed", "certificate")
          .here(Signal.CERTIFICATE_REFUSED, "unable to create ", " signature for ", " key")
          // users
          .here(Signal.USER_REFUSED, "EAP method ", " failed")
          .here(Signal.USER_REFUSED, "EAP vendor specific method ", " failed for peer")
          .here(Signal.USER_REFUSED, EAP_FAILURE, ", EAP authentication failed")
          .here(Signal.CERTIFICATE_REFUSED, TLS_ALERT, "certificate")
          .here(Signal.CERTIFICATE_REFUSED, TLS_ALERT, "unknown ca")
          .here(Signal.USER_REFUSED, TLS_ALERT)
          .peer(Signal.CERTIFICATE_REFUSED, "received fatal TLS alert '", "certificate")
          .peer(Signal.CERTIFICATE_REFUSED, "received fatal TLS alert '", "unknown ca")
          .peer(Signal.USER_REFUSED, "received fatal TLS alert '")
          .here(Signal.USER_REFUSED, "received ", ", EAP authentication failed")
          .perhaps(Signal.USER_REFUSED, " not supported, sending EAP_NAK")
          .here(Signal.USER_REFUSED, "loading EAP_", " method failed")
          .here(Signal.USER_REFUSED, "EAP-Identity request configured, but not supported")
          .here(Signal.USER_REFUSED, "EAP-", " verification failed")
          .here(Signal.USER_REFUSED, "no EAP key found for ")
          .here(Signal.USER_REFUSED, "verification of AUTH payload without EAP MSK failed")
          .here(Signal.USER_REFUSED, "verification of AUTH payload with", "EAP MSK failed")
          .here(Signal.USER_REFUSED, "XAuth authentication of ", "failed")
          .here(Signal.USER_REFUSED, "XAuth-", " failed for user ")
          .here(Signal.USER_REFUSED, "ould not authenticate with XAuth secrets for ")
          .here(Signal.USER_REFUSED, "no XAuth method found")
          .here(Signal.USER_REFUSED, "RADIUS ", " timed out after ")
          .here(Signal.USER_REFUSED, "RADIUS server ", "not responding")
          .here(Signal.USER_REFUSED, "XAuth pam_", " failed: ")
          .here(Signal.USER_REFUSED, "RADIUS authentication of ", " failed")
          .here(Signal.USER_REFUSED, "destroying IKE_SA after failed XAuth authentication")
          // algorithms
          .here(Signal.NO_PROPOSAL, ExchangeKind.IKE_SA_INIT, "received proposals unacceptable")
          .here(Signal.NO_PROPOSAL, ExchangeKind.IKE_SA_INIT, "received proposals inacceptable")
          .here(Signal.NO_PROPOSAL, ExchangeKind.MAIN_MODE, "no proposal found")
          .here(Signal.NO_PROPOSAL, ExchangeKind.QUICK_MODE, "no matching proposal found, sending")
          .here(Signal.NO_PROPOSAL, ExchangeKind.CREATE_CHILD_SA, "no acceptable proposal found")
          .here(Signal.GROUP_REFUSED, "requested DH group ", " not contained in any of our")
          .here(Signal.GROUP_REFUSED, "requested key exchange method ", " not contained in any")
          .here(Signal.VERSION_REFUSED, OTHER_VERSION)
          // networks
          .here(Signal.SELECTORS_REFUSED, "no acceptable traffic selectors found")
          .here(Signal.SELECTORS_REFUSED, "traffic selectors ", " unacceptable")
          .here(Signal.SELECTORS_REFUSED, "traffic selectors ", " inacceptable")
          .here(Signal.SELECTORS_REFUSED, "no matching CHILD_SA config found")
          .here(Signal.SELECTORS_REFUSED, "peer selected invalid traffic selectors")
          // configuration
          // it may have one for the other version of IKE
          .perhaps(Signal.NO_CONNECTION, "no IKE config found for")
          .here(Signal.NO_CONNECTION, "no config named '")
          .here(Signal.NO_CONNECTION, "config", "'", "' not found")
          .here(Signal.CONFIGURATION_REFUSED, "loading connection '", "failed")
          .here(Signal.CONFIGURATION_REFUSED, ", config discarded")
          .here(Signal.CONFIGURATION_REFUSED, "configuration uses unsupported authentication")
          .here(Signal.CONFIGURATION_REFUSED, "unable to start strongSwan -- fatal errors")
          .here(Signal.CONFIGURATION_REFUSED, "abort initialization due to invalid configuration")
          // silence
          .here(Signal.RETRANSMITTED, "retransmit ", " of request ")
          .often()
          .here(Signal.RETRANSMITTED, "sending retransmit ", " of request message ID ")
          .here(Signal.REKEY_FAILED, "CHILD_SA rekeying failed, trying again")
          .here(Signal.REKEY_FAILED, "IKE_SA rekeying failed, trying again")
          .here(Signal.REKEY_FAILED, "rekeying IKE_SA failed, peer not responding")
          .here(Signal.NO_ANSWER, "giving up after ", " retransmits")
          .here(Signal.NO_ANSWER, "peer not responding, trying again")
          .here(Signal.NO_ANSWER, "establishing IKE_SA failed, peer not responding")
          .here(Signal.NO_ANSWER, ExchangeKind.IKE_AUTH, HALF_OPEN)
          // what never left this side met silence at its first message
          .here(Signal.NO_ANSWER, ExchangeKind.IKE_SA_INIT, SOCKET_ERROR)
          .here(
              Signal.NO_ANSWER, ExchangeKind.IKE_SA_INIT, "unable to resolve ", "initiate aborted")
          .here(Signal.PEER_DEAD, "DPD check timed out")
          .peer(Signal.DELETED_BY_PEER, "received DELETE for IKE_SA ")
          .often()
          .here(Signal.DELETED_HERE, "sending DELETE for IKE_SA ")
          .often()
          // the machine
          .here(Signal.KERNEL_REFUSED, "unable to install policy ", "the same policy for reqid ")
          .here(Signal.KERNEL_REFUSED, "unable to install ", "IPsec SA (SAD) in kernel")
          .here(Signal.KERNEL_REFUSED, "unable to install IPsec policies (SPD) in kernel")
          .here(Signal.KERNEL_REFUSED, "unable to add SAD entry")
          .here(Signal.KERNEL_REFUSED, "unable to allocate SPIs from kernel")
          .here(Signal.KERNEL_REFUSED, "allocating SPI from kernel failed")
          .here(Signal.KERNEL_REFUSED, "algorithm ", "not supported by kernel")
          .here(Signal.KERNEL_REFUSED, "unable to create netlink socket")
          .here(Signal.KERNEL_REFUSED, "installing IKE bypass policy failed")
          .here(Signal.KERNEL_REFUSED, "enabling UDP decapsulation for IPv4 on port ", " failed")
          .here(Signal.SETTING_REFUSED, "unable to bind socket: ", "ddress already in use")
          .here(Signal.SETTING_REFUSED, "could not open IPv4 ", "socket")
          .here(Signal.SETTING_REFUSED, "could not create any sockets")
          .here(Signal.SETTING_REFUSED, "opening socket '", "charon.ctl", "failed: ")
          .here(Signal.LOCAL_FAILURE, "initialization failed - aborting ")
          .here(Signal.LOCAL_FAILURE, "failed to load ", " critical plugin feature")
          .here(Signal.LOCAL_FAILURE, "charon has quit: ")
          .here(Signal.LOCAL_FAILURE, "charon too quickly ")
          .here(Signal.LOCAL_FAILURE, "charon has died ")
          .here(Signal.LOCAL_FAILURE, "charon refused to be started")
          .here(Signal.LOCAL_FAILURE, "failed to connect to stroke socket ")
          .here(Signal.OUT_OF_RESOURCES, "no virtual IP found, sending INTERNAL_ADDRESS_FAILURE")
          .here(Signal.OUT_OF_RESOURCES, "DHCP ", " timed out")
          .here(Signal.SETTING_REFUSED, "expected a virtual IP request, sending FAILED_CP_REQUIRED")
          .perhaps(
              Signal.SETTING_REFUSED,
              ExchangeKind.IKE_AUTH,
              "configuration payload negotiation failed",
              "no CHILD_SA built")
          .here(Signal.OUT_OF_RESOURCES, "pool '", "' is full")
          .here(Signal.OUT_OF_RESOURCES, "hitting IKE_SA limit")
          .here(Signal.OUT_OF_RESOURCES, "half-open IKE_SA limit of ", " reached")
          .here(Signal.OUT_OF_RESOURCES, "ignoring IKE_SA setup from ", "job load of ")
          .perhaps(Signal.MALFORMED, "payload type ", NOT_ENCRYPTED)
          .perhaps(Signal.MALFORMED, NO_HEADER)
          .perhaps(Signal.MALFORMED, "decryption failed?")
          .perhaps(Signal.MALFORMED, "could not decrypt payloads")
          .here(Signal.NAT_DETECTED, "remote host is behind NAT")
          .often()
          .here(Signal.NAT_DETECTED, "local host is behind NAT")
          .often()
          .here(Signal.NAT_DETECTED, "host is behind NAT")
          .here(Signal.NAT_DETECTED, "faking NAT situation")
          .made();

  private CharonPhrases() {}

  /** Blank where the cause says all. */
  static String manner(PhraseTable.Phrase phrase) {
    return MANNERS.getOrDefault(phrase.words().getFirst(), "");
  }

  static boolean follows(PhraseTable.Phrase phrase) {
    return CONSEQUENCES.contains(phrase.words().getFirst());
  }

  /** This side cannot sign: the private key of its own certificate is not loaded. */
  static boolean lacksOwnKey(PhraseTable.Phrase phrase) {
    return phrase.words().contains(OWN_KEY);
  }

  /**
   * Whether this side ends the talk about the user within TLS; the peer then says that it failed.
   */
  static boolean endsTls(PhraseTable.Phrase phrase) {
    return phrase.words().getFirst().equals(TLS_ALERT);
  }

  static boolean echoesTheEndOfTls(PhraseTable.Phrase phrase) {
    return phrase.words().getFirst().equals(EAP_FAILURE);
  }

  /** Whether it says itself whom a message came from that nobody looked into. */
  static boolean namesASender(PhraseTable.Phrase phrase) {
    var first = phrase.words().getFirst();
    return first.equals(OTHER_VERSION) || first.equals(NO_HEADER);
  }

  /** Whether an attempt was not gone on with, which says nothing of a tunnel that is up. */
  static boolean isHalfOpen(PhraseTable.Phrase phrase) {
    return phrase.words().getFirst().equals(HALF_OPEN);
  }

  /** Whether one packet could not be sent; the next may be. */
  static boolean isOfSocket(PhraseTable.Phrase phrase) {
    return phrase.words().getFirst().equals(SOCKET_ERROR);
  }

  /** Whether something came in the clear that must not. */
  static boolean isInTheClear(PhraseTable.Phrase phrase) {
    return phrase.words().getLast().equals(NOT_ENCRYPTED);
  }

  /** Whether it trusts no certificate of the peer's. */
  static boolean lacksTrustedKey(PhraseTable.Phrase phrase) {
    return phrase.words().getFirst().equals(NO_TRUSTED);
  }
}
