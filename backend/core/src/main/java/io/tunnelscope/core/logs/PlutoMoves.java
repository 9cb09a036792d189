package io.tunnelscope.core.logs;

import java.util.List;

/** Sentences of pluto that only show how a negotiation moves on. */
final class PlutoMoves {

  private static final Needles CLOSING =
      Needles.of(
          List.of(
              "terminating SAs using this connection",
              "initiating delete",
              "request to delete",
              "deleting connection",
              "removing connection",
              "shutting down",
              "superseded",
              "SA expired",
              "redirects to new gateway",
              "scheduling redirect",
              "redirect exceeds limit",
              "and sending notification"));

  private static final Needles REKEYING =
      Needles.of(
          List.of("to replace #", "to rekey ", "initiating rekey", "rekey to replace", "REKEY_"));

  private static final Needles BEGINNING =
      Needles.of(
          List.of(
              "initiating Main Mode",
              "initiating Aggressive Mode",
              "initiating IKEv",
              "initiating v2 parent SA",
              "responding to Main Mode",
              "responding to Aggressive Mode"));

  private static final Needles ANSWERED =
      Needles.of(
          List.of(
              "PARENT_I2: sent",
              "MAIN_I2",
              "MAIN_I3",
              "MAIN_I4",
              "QUICK_I2",
              "sent Main Mode I2",
              "sent Main Mode I3",
              "responding to Main Mode",
              "responding to Aggressive Mode",
              "responding to Quick Mode",
              "the peer proposed",
              "received v2I1"));

  private static final Needles ASKED =
      Needles.of(
          List.of(
              "initiating Main Mode",
              "initiating Aggressive Mode",
              "initiating Quick Mode",
              "initiating IKEv",
              "initiating v2 parent SA",
              "PARENT_I1: sent",
              "PARENT_I2: sent",
              "_I1: initiate"));

  private PlutoMoves() {}

  /** Whether a new negotiation of an IKE SA begins. */
  static boolean begins(String message) {
    return BEGINNING.anyIn(message);
  }

  /** Whether it is about new keys for an SA that is up. */
  static boolean rekeys(String message) {
    return REKEYING.anyIn(message);
  }

  /** Whether this side ends an SA of its own will. */
  static boolean closes(String message) {
    return CLOSING.anyIn(message);
  }

  /** Whether a message of the peer arrived. */
  static boolean answers(String message) {
    return message.startsWith("process")
            && (message.contains("response") || message.contains("request"))
        || ANSWERED.anyIn(message);
  }

  /** Whether this side sends a request. */
  static boolean asks(String message) {
    return ASKED.anyIn(message) || message.startsWith("sent ") && message.contains(" request");
  }
}
