package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Signal;

/**
 * What pluto says, from the message catalogues of libreswan 3 to 5, Openswan 2.6 and FreeS/WAN. The
 * more specific sentence stands first.
 */
final class PlutoPhrases {

  static final PhraseTable TABLE =
      PhraseTable.of()
          // success
          .here(Signal.CHILD_ESTABLISHED, "IPsec SA established")
          .here(Signal.CHILD_ESTABLISHED, "PARENT SA established", "{ESP")
          .here(Signal.CHILD_ESTABLISHED, "PARENT SA established", "{AH")
          .here(Signal.CHILD_ESTABLISHED, "STATE_", "(established Child SA)")
          .here(Signal.CHILD_ESTABLISHED, "type=", ", add_time=", ", inBytes=")
          .here(Signal.CHILD_ESTABLISHED, "initiator established Child SA")
          .here(Signal.CHILD_ESTABLISHED, "responder established Child SA")
          .here(Signal.CHILD_ESTABLISHED, "initiator rekeyed Child SA")
          .here(Signal.CHILD_ESTABLISHED, "responder rekeyed Child SA")
          .here(Signal.IKE_ESTABLISHED, "STATE_", "(established IKE SA)")
          .here(Signal.IKE_ESTABLISHED, "ISAKMP SA established")
          .here(Signal.IKE_ESTABLISHED, "PARENT SA established")
          .here(Signal.IKE_ESTABLISHED, "initiator established IKE SA")
          .here(Signal.IKE_ESTABLISHED, "responder established IKE SA")
          .here(Signal.IKE_ESTABLISHED, "established IKE SA; authenticated")
          .here(Signal.IKE_ESTABLISHED, "initiator rekeyed IKE SA")
          .here(Signal.IKE_ESTABLISHED, "responder rekeyed IKE SA")
          .here(Signal.NAT_DETECTED, "NAT-Traversal: Result", "behind NAT")
          .here(Signal.NAT_DETECTED, "NAT-Traversal: Result", "NATed")
          // keys
          .here(Signal.KEY_MISSING, "no PSK found for")
          .here(Signal.KEY_MISSING, "no preshared key found for")
          .here(Signal.KEY_MISSING, "No matching PSK found for")
          .here(Signal.KEY_MISSING, "Failed to find our PreShared Key")
          .here(Signal.KEY_DIFFERS, "PSK Authentication failed: AUTH mismatch")
          .here(Signal.KEY_DIFFERS, "AUTH mismatch: Received AUTH != computed AUTH")
          .here(Signal.KEY_DIFFERS, "computed hash does not match")
          .here(Signal.KEY_DIFFERS, "received Hash Payload does not match computed value")
          .perhaps(Signal.KEY_DIFFERS, "mismatch of preshared secrets")
          // methods and modes
          .here(Signal.SETTING_REFUSED, "eer attempted ", "authentication but we want")
          .here(Signal.SETTING_REFUSED, "peer authentication requires policy")
          .here(Signal.SETTING_REFUSED, "peer authentication requires hash algorithm")
          .here(Signal.SETTING_REFUSED, "legacy RSA-SHA1 is not allowed")
          .here(Signal.SETTING_REFUSED, "does not allow legacy RSA-SHA1")
          .here(
              Signal.SETTING_REFUSED,
              ExchangeKind.MAIN_MODE,
              "policy does not allow ",
              "uthentication")
          .here(
              Signal.SETTING_REFUSED,
              ExchangeKind.MAIN_MODE,
              "policy mandates Extended Authentication")
          .here(Signal.SETTING_REFUSED, "policy dictates ", ", but peer requested")
          .here(Signal.SETTING_REFUSED, "policy is transport mode, but peer did not request that")
          .here(Signal.SETTING_REFUSED, "connection requires PPK, but we didn't find one")
          .here(Signal.SETTING_REFUSED, "connection has ppk=insist but")
          .here(Signal.SETTING_REFUSED, "PPK confirmation and connection has ppk=insist")
          .here(Signal.SETTING_REFUSED, "connection requires a valid PPK")
          .here(Signal.SETTING_REFUSED, "received PPK_IDENTITY but connection does not allow PPK")
          .here(Signal.SETTING_REFUSED, "transcript-auth=yes but peer does not support it")
          .here(Signal.SETTING_REFUSED, "but XAUTH client mode not enabled")
          .here(Signal.SETTING_REFUSED, "Unexpected IPCOMP request")
          .here(Signal.SETTING_REFUSED, "Unsupported IPCOMP compression method")
          .here(Signal.SETTING_REFUSED, "Illegal IPCOMP CPI")
          .here(Signal.SETTING_REFUSED, "no valid internal address request")
          .here(Signal.SETTING_REFUSED, "malformed CP attribute")
          .peer(Signal.SETTING_REFUSED, "redirect exceeds limit")
          // users
          .here(Signal.USER_REFUSED, "XAUTH", "Authentication Failed")
          .here(Signal.USER_REFUSED, "authentication of user", "ABORTED")
          .here(Signal.USER_REFUSED, "authentication of user", "FAILED")
          .here(Signal.USER_REFUSED, "PAM: ", "FAILED")
          .here(Signal.USER_REFUSED, "XAUTH: PAM", "failed")
          .peer(Signal.USER_REFUSED, "XAUTH status: FAIL")
          .peer(Signal.USER_REFUSED, "XAUTH: aborting entire IKE Exchange")
          .here(Signal.USER_REFUSED, "eer attempted EAP authentication, but")
          .here(Signal.USER_REFUSED, "responding with EAP termination code 4")
          .here(Signal.USER_REFUSED, "Bad Server Certificate")
          // identities
          .here(Signal.IDENTITY_REFUSED, "we require ", "peer to have ID")
          .here(Signal.IDENTITY_REFUSED, "'", "does not match expected '")
          .here(Signal.IDENTITY_REFUSED, "CERT payload does not match connection ID")
          .here(Signal.IDENTITY_REFUSED, "does not match peer ID for this connection")
          .here(Signal.IDENTITY_REFUSED, "unmatched IKE ID in certificate SAN")
          .here(Signal.IDENTITY_REFUSED, "ubjectAltName ", "does not match")
          .here(Signal.IDENTITY_REFUSED, "contains no subjectAltName extension to match")
          .here(Signal.IDENTITY_REFUSED, "is not specified on the certificate SubjectAltName")
          .here(Signal.IDENTITY_REFUSED, "mismatched on first found connection")
          .here(Signal.IDENTITY_REFUSED, "eer mismatch on first found connection")
          .here(Signal.IDENTITY_REFUSED, "peer ID is not a certificate type")
          .here(Signal.IDENTITY_REFUSED, "no suitable connection for peer")
          .here(Signal.IDENTITY_REFUSED, "no more suitable connection for peer")
          .here(
              Signal.IDENTITY_REFUSED, "claiming to be from ", "no connection has been authorized")
          .here(Signal.IDENTITY_REFUSED, "did not include ID payload")
          // certificates and signatures
          .here(Signal.CERTIFICATE_REFUSED, "ertificate ", "failed ", "verification")
          .here(Signal.CERTIFICATE_REFUSED, "NSS: ERROR: IPsec certificate", "invalid")
          .here(Signal.CERTIFICATE_REFUSED, "NSS ERROR: ")
          .here(Signal.CERTIFICATE_REFUSED, "NSS: end certificate invalid")
          .here(Signal.CERTIFICATE_REFUSED, "ERROR: ", "ertificate", "has expired")
          .here(Signal.CERTIFICATE_REFUSED, "ERROR: ", "ertificate issuer is not recognized")
          .here(Signal.CERTIFICATE_REFUSED, "ERROR: ", "ertificate has been revoked")
          .here(Signal.CERTIFICATE_REFUSED, "certificate revoked!")
          .here(Signal.CERTIFICATE_REFUSED, "certificate rejected")
          .here(Signal.CERTIFICATE_REFUSED, "Certificate rejected for this connection")
          .here(Signal.CERTIFICATE_REFUSED, "certificate payload rejected")
          .here(Signal.CERTIFICATE_REFUSED, "CERT payload bogus or revoked")
          .here(Signal.CERTIFICATE_REFUSED, "certificate verify failed")
          .here(Signal.CERTIFICATE_REFUSED, "no EE-cert in chain")
          .here(Signal.CERTIFICATE_REFUSED, "missing or expired CRL in strict mode")
          .here(Signal.CERTIFICATE_REFUSED, "no Certificate Authority in NSS Certificate DB")
          .here(Signal.CERTIFICATE_REFUSED, "Rejecting peer cert with key size")
          .here(Signal.CERTIFICATE_REFUSED, "unable to locate my private key")
          .here(Signal.CERTIFICATE_REFUSED, "private key not found")
          .here(Signal.CERTIFICATE_REFUSED, "private key matching CKAID", "not found")
          .here(Signal.CERTIFICATE_REFUSED, "private key for connection not found")
          .here(Signal.CERTIFICATE_REFUSED, "AUTH signature calculation failed")
          .here(Signal.CERTIFICATE_REFUSED, "public key known for")
          .here(Signal.CERTIFICATE_REFUSED, "Signature check (on ", "failed")
          .here(Signal.CERTIFICATE_REFUSED, "RSA authentication", "failed")
          .here(Signal.CERTIFICATE_REFUSED, "ignature authentication", "failed")
          .here(Signal.CERTIFICATE_REFUSED, "authentication failed: no certificate matched")
          .here(Signal.CERTIFICATE_REFUSED, "authentication failed: using ", " tried ")
          .here(Signal.CERTIFICATE_REFUSED, "authentication aborted: problem with")
          .here(Signal.CERTIFICATE_REFUSED, "zero-length signature")
          // algorithms; details are read by PlutoLog
          .here(Signal.NO_PROPOSAL, "no local proposal matches remote proposal")
          .here(Signal.NO_PROPOSAL, "remote accepted the invalid proposal")
          .here(Signal.NO_PROPOSAL, ExchangeKind.MAIN_MODE, "no acceptable Oakley Transform")
          .here(Signal.NO_PROPOSAL, ExchangeKind.QUICK_MODE, "no acceptable Proposal in IPsec SA")
          .here(Signal.NO_PROPOSAL, "but remote's accepted proposal includes")
          .here(Signal.OFFER_PEER, "Transform [", "refused")
          .here(Signal.OFFER_HERE, "constructed local ", " proposals for ")
          .here(Signal.GROUP_REFUSED, ExchangeKind.QUICK_MODE, "we require PFS but")
          .here(Signal.GROUP_REFUSED, ExchangeKind.QUICK_MODE, "missing KE payload in Quick")
          .here(Signal.GROUP_REFUSED, "INVALID_KE", "is not acceptable")
          .here(Signal.GROUP_REFUSED, "INVALID_KE", "unacceptable DH group")
          .peer(
              Signal.GROUP_REFUSED,
              "CREATE_CHILD_SA failed with error notification INVALID_KE_PAYLOAD")
          .here(Signal.VERSION_REFUSED, "IKEv1 packet as global policy is set to")
          .here(Signal.VERSION_REFUSED, "message contains unsupported IKE major version")
          .here(Signal.VERSION_REFUSED, "ignoring packet with IKE major version")
          // networks
          .here(Signal.SELECTORS_REFUSED, ExchangeKind.QUICK_MODE, "no connection is known for")
          .here(Signal.SELECTORS_REFUSED, "connection found with compatible Traffic Selectors")
          .here(Signal.SELECTORS_REFUSED, "Traffic Selector response", "does not fit the proposal")
          .here(
              Signal.SELECTORS_REFUSED,
              ExchangeKind.QUICK_MODE,
              "subnet returned doesn't match my proposal")
          .here(
              Signal.SELECTORS_REFUSED,
              ExchangeKind.QUICK_MODE,
              "peer returned protocol id does not match")
          .here(
              Signal.SELECTORS_REFUSED,
              ExchangeKind.QUICK_MODE,
              "Quick Mode request rejected",
              "does not match connection")
          .here(
              Signal.OUT_OF_RESOURCES,
              ExchangeKind.QUICK_MODE,
              "Quick Mode request rejected",
              "it is unavailable")
          .here(
              Signal.OUT_OF_RESOURCES,
              ExchangeKind.QUICK_MODE,
              "Quick Mode request rejected",
              "lease is in use by")
          .here(Signal.OTHER_FAILURE, ExchangeKind.QUICK_MODE, "Quick Mode request rejected")
          .here(Signal.SELECTORS_PEER, ExchangeKind.QUICK_MODE, "the peer proposed: ")
          .here(Signal.SETTING_REFUSED, "cannot install kernel policy ", "in use by ")
          .here(Signal.SETTING_REFUSED, "cannot install eroute ", "in use for ")
          .here(Signal.SETTING_REFUSED, "cannot route --", "in use for ")
          // configuration
          .here(Signal.NO_CONNECTION, "no connection has been authorized")
          .here(Signal.NO_CONNECTION, "no (wildcard) connection has been configured")
          .here(Signal.NO_CONNECTION, "no suitable connection")
          .here(Signal.NO_CONNECTION, " forbids connection")
          .here(Signal.NO_CONNECTION, "no connection named")
          .here(Signal.NO_CONNECTION, "no such connection or aliased connection named")
          .here(Signal.CONFIGURATION_REFUSED, "ailed to add connection")
          .here(Signal.CONFIGURATION_REFUSED, "loading config file '", "failed")
          .here(Signal.CONFIGURATION_REFUSED, "not load config '")
          .here(Signal.CONFIGURATION_REFUSED, "while loading conn '")
          .here(Signal.CONFIGURATION_REFUSED, "ailed to load connection")
          .here(Signal.CONFIGURATION_REFUSED, "failed to find certificate named")
          .here(Signal.CONFIGURATION_REFUSED, "address family inconsistency in")
          .here(Signal.CONFIGURATION_REFUSED, " string error: ")
          .here(Signal.CONFIGURATION_REFUSED, "attempt to load incomplete connection")
          .here(Signal.CONFIGURATION_REFUSED, "attempt to redefine connection")
          .here(Signal.CONFIGURATION_REFUSED, "connection must specify host IP address")
          .here(Signal.CONFIGURATION_REFUSED, "cannot initiate connection")
          .here(Signal.CONFIGURATION_REFUSED, "cannot initiate an authby=never connection")
          .here(Signal.CONFIGURATION_REFUSED, "annot identify ourselves with either end")
          .here(Signal.CONFIGURATION_REFUSED, "we have no ", "interface for either end")
          .here(Signal.CONFIGURATION_REFUSED, "proposals do not contain a valid DH")
          // silence; what it means depends on the state
          .here(Signal.RETRANSMITTED, "retransmission; will wait")
          .here(Signal.NO_ANSWER, "timeout exceeded after")
          .here(Signal.NO_ANSWER, "max number of retransmissions", "reached")
          .here(Signal.NO_ANSWER, "retransmit so timing out SA")
          .here(Signal.NO_ANSWER, "retransmit so deleting SA")
          .here(Signal.NO_ANSWER, ExchangeKind.IKE_AUTH, "deleting incomplete state after")
          .here(Signal.NO_ANSWER, "asynchronous network error report on", "No route to host")
          .here(Signal.NO_ANSWER, "asynchronous network error report on", "unreachable")
          .here(Signal.NO_ANSWER, "asynchronous network error report on", "Connection refused")
          .here(Signal.NO_ANSWER, "TCP: connect", " failed")
          .here(Signal.NO_ANSWER, "TCP: ", "connecting to ", "refused")
          .here(Signal.NO_ANSWER, "TCP: ", "connecting to ", "timed out")
          .here(Signal.NO_ANSWER, "TCP: ", "connecting to ", "unreachable")
          .here(Signal.NO_ANSWER, "send", " failed in ", "unreachable")
          .here(Signal.NO_ANSWER, "send on ", " failed", "unreachable")
          .here(Signal.PEER_DEAD, "liveness action")
          .here(Signal.PEER_DEAD, "DPD", "No response from peer")
          .here(Signal.PEER_DEAD, "declaring peer dead")
          .here(Signal.PEER_DEAD, "DPD action")
          .peer(Signal.DELETED_BY_PEER, "received Delete SA", "State #")
          .peer(Signal.DELETED_BY_PEER, "received Delete SA", "CHILD SA #")
          .peer(Signal.DELETED_BY_PEER, "deleting ", "NOT sending notification")
          .peer(Signal.DELETED_BY_PEER, "deleting IKE SA (established IKE SA)")
          .perhaps(Signal.DELETED_BY_PEER, " traffic information: in=")
          // answers that are not taken, which look like silence
          .here(Signal.OTHER_FAILURE, "message response contained an unknown critical payload")
          .here(Signal.OTHER_FAILURE, "no useful state microcode entry found for incoming packet")
          .here(Signal.OTHER_FAILURE, "encrypted payload seems to be corrupt")
          // the machine
          .here(Signal.KERNEL_REFUSED, "netlink response for Add SA", "errno")
          .here(Signal.KERNEL_REFUSED, "netlink response for Update SA", "errno")
          .here(Signal.KERNEL_REFUSED, "netlink response for Allocate SPI", "errno")
          .here(Signal.KERNEL_REFUSED, "XFRM_MSG_NEWPOLICY response for ", "errno")
          .here(Signal.KERNEL_REFUSED, "XFRM_MSG_UPDPOLICY response for ", "errno")
          .here(Signal.KERNEL_REFUSED, "setup_half_ipsec_sa() hit fail")
          .here(Signal.KERNEL_REFUSED, "pfkey write() of SADB_", "failed")
          .here(Signal.KERNEL_REFUSED, "response to Add SA", "included errno")
          .here(Signal.KERNEL_REFUSED, "cannot install eroute")
          .here(Signal.KERNEL_REFUSED, "cannot route --")
          .here(Signal.KERNEL_REFUSED, "-client command exited with status")
          .here(Signal.KERNEL_REFUSED, "-host command exited with status")
          .here(Signal.OUT_OF_RESOURCES, "no free address in addresspool")
          .here(Signal.OUT_OF_RESOURCES, "leasing ", " address failed")
          .here(Signal.OUT_OF_RESOURCES, "no free address within pool")
          .here(Signal.OUT_OF_RESOURCES, "lease_an_address failure")
          .here(Signal.OUT_OF_RESOURCES, "too many IKE SAs")
          .here(Signal.OUT_OF_RESOURCES, "unable to malloc")
          .here(Signal.OUT_OF_RESOURCES, "cannot allocate memory")
          .here(Signal.REKEY_FAILED, "SA expired (LATEST!)")
          .here(Signal.LOCAL_FAILURE, "is Pluto running?")
          .here(Signal.LOCAL_FAILURE, "FATAL ERROR:")
          .here(Signal.LOCAL_FAILURE, "ASSERTION FAILED")
          .here(Signal.LOCAL_FAILURE, "PASSERT")
          .here(Signal.LOCAL_FAILURE, "_plutorun: line ", "core dumped")
          .here(Signal.LOCAL_FAILURE, "_plutorun: line ", "Aborted")
          .here(Signal.LOCAL_FAILURE, "_plutorun: line ", "Segmentation fault")
          .here(Signal.LOCAL_FAILURE, "NSS: ", " failed")
          // said after the reason, if one is known
          .perhaps(Signal.OTHER_FAILURE, "encountered fatal error in state")
          .perhaps(Signal.OTHER_FAILURE, "state transition failed")
          .perhaps(Signal.OTHER_FAILURE, "state transition function for ", " failed")
          .made();

  private PlutoPhrases() {}
}
