package io.tunnelscope.core.evidence;

/** What a log line says, in terms of the protocol and free of any vendor's wording. */
public enum Signal {
  /** A request or answer left this side. */
  SENT,
  /** A request or answer of the peer arrived. */
  RECEIVED,
  /** A request was sent once more, for want of an answer. */
  RETRANSMITTED,
  IKE_ESTABLISHED,
  CHILD_ESTABLISHED,
  /** What this side offers or accepts. */
  OFFER_HERE,
  /** What the peer offers or accepts. */
  OFFER_PEER,
  SELECTORS_HERE,
  SELECTORS_PEER,

  /** No common algorithms (NO_PROPOSAL_CHOSEN and its kin). */
  NO_PROPOSAL,
  /** A Diffie-Hellman group is not accepted. */
  GROUP_REFUSED,
  SELECTORS_REFUSED,
  /** The peer's or our proof of identity is not accepted; it is not said why. */
  AUTHENTICATION_REFUSED,
  /** The proof shows that the pre-shared keys differ. */
  KEY_DIFFERS,
  /** There is no pre-shared key for this peer. */
  KEY_MISSING,
  CERTIFICATE_REFUSED,
  IDENTITY_REFUSED,
  USER_REFUSED,
  VERSION_REFUSED,
  /** A message could not be read or decrypted. */
  MALFORMED,
  /** No connection fits this peer. */
  NO_CONNECTION,
  CONFIGURATION_REFUSED,
  /** This side's settings forbid what the peer asked for (mode, method, direction). */
  SETTING_REFUSED,

  /** The wait for an answer ended. */
  NO_ANSWER,
  /** An established peer stopped answering. */
  PEER_DEAD,
  FRAGMENTS_LOST,
  DELETED_BY_PEER,
  DELETED_HERE,
  REKEY_FAILED,
  KERNEL_REFUSED,
  OUT_OF_RESOURCES,
  /** The daemon or service failed by itself. */
  LOCAL_FAILURE,
  /** A failure without a known meaning. */
  OTHER_FAILURE,

  NAT_DETECTED,
  /** A line of a binary trace that could not be decoded. */
  UNDECODED;

  /** Whether it ends a negotiation well. */
  public boolean isSuccess() {
    return this == IKE_ESTABLISHED || this == CHILD_ESTABLISHED;
  }

  /** Whether something did not work. */
  public boolean isFailure() {
    return compareTo(NO_PROPOSAL) >= 0 && compareTo(OTHER_FAILURE) <= 0 && this != DELETED_HERE;
  }
}
