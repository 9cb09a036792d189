package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;

/** What is known of one connection while its lines come in. */
final class PlutoTalk {

  /** Address of the other side, else the connection's name once something was told of it. */
  String peer = "";

  /** Name of the connection, without its instance and part. */
  String name = "";

  /** The gateway that the peer sent us to, for the next negotiation; blank for none. */
  String redirectedTo = "";

  ExchangeKind step = ExchangeKind.UNKNOWN;

  /** The IPsec SA and the IKE SA in use; 0 for none. */
  long child;

  long ike;

  /** New keys are being negotiated for a tunnel that is up. */
  boolean rekeying;

  /** Our certificate goes out, in the first message that may be larger than a packet. */
  boolean certificateSent;

  /** The first encrypted message of Main Mode went out. */
  boolean encrypted;

  boolean behindNat;

  /** This side closes it, or knows why it is gone. */
  boolean closing;

  /** A reason was given that the refusal of all proposals only follows from. */
  boolean explained;

  /** Something failed in this negotiation, and it was said what. */
  boolean failed;

  /** The exchange that "initiating" has told of; that its request is sent is the same message. */
  ExchangeKind begun = ExchangeKind.UNKNOWN;

  /** What the peer offered in vain so far, joined by commas. */
  String refusedOffers = "";

  boolean isUp() {
    return child != 0 || ike != 0;
  }

  /** Begins a new negotiation. */
  void begin() {
    closing = false;
    explained = false;
    encrypted = false;
    failed = false;
    begun = ExchangeKind.UNKNOWN;
    refusedOffers = "";
  }
}
