package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;

/** What is going on with one peer while charon's lines come in. */
final class CharonTalk {
  final String peer;
  String local = "";
  ExchangeKind step = ExchangeKind.UNKNOWN;
  String established = "";

  /** Name of the child that this side asks for; blank when the peer asks. */
  String child = "";

  /** Bytes of the last packet that left, and the port it went to. */
  int size;

  String port = "";

  /** The number of the last request that left. */
  int request;

  /** Whether anything came from port 4500 since the negotiation began. */
  boolean heard;

  /** Whether fragments came of a message that is not whole yet. */
  boolean inPieces;

  /** What was said of the last message of the peer: its certificate, and a chain for it. */
  boolean certified;

  boolean chained;

  /** Whether what is wrong with the last message of the peer was said already. */
  boolean complained;

  /** Whether this side ended the talk about the user within TLS. */
  boolean endedTls;

  /** Whether the last thing said was that the wait for an answer is over. */
  boolean gaveUp;

  /** Whether a child came up since this side last asked for one. */
  boolean childSince;

  /** Whether the peer put that off, as it was about the same itself (RFC 7296, section 2.25). */
  boolean collided;

  /** An error of the socket while a tunnel is up; null once the peer is heard again. */
  Line unsent;

  /** How the last packets of each direction were told, up to their size. */
  String wayIn = "";

  String wayOut = "";

  CharonTalk(String peer) {
    this.peer = peer;
  }
}
