package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.CollectFailure;

/**
 * Why a daemon gave no answer. The first five tell one state of a gateway from another: a daemon
 * that is not there, one that has stopped, one that may not be asked, one that hangs and one that
 * goes away.
 */
public sealed interface ViciFailure {

  /** There is no such place: no socket file, no host of that name, no way to it. */
  record Absent() implements ViciFailure {}

  /** The place is there, but nobody listens; what a daemon that ended leaves behind. */
  record Refused() implements ViciFailure {}

  /** This process may not open the socket file. */
  record NotAllowed() implements ViciFailure {}

  /**
   * Somebody is there, but no whole answer came by the deadline; also when so many wait already
   * that the connection itself is not taken. What a hung daemon looks like.
   */
  record Silent() implements ViciFailure {}

  /** The other side hung up before the answer was whole. */
  record Closed() implements ViciFailure {}

  /**
   * An answer came that is no VICI, or more than is sensible.
   *
   * @param what for the log of the operator; nothing of the other side
   */
  record Malformed(String what) implements ViciFailure {}

  /** The daemon does not know the command or event: its version or its plugins do not have it. */
  record NotOffered() implements ViciFailure {}

  /** The same as seen by a run, which asks gateways of many kinds. */
  default CollectFailure collectFailure() {
    return switch (this) {
      case Absent _, Refused _, Closed _ -> new CollectFailure.Unreachable();
      case NotAllowed _ -> new CollectFailure.Unauthorized();
      case Silent _ -> new CollectFailure.TimedOut();
      case Malformed _ -> new CollectFailure.Malformed();
      case NotOffered _ -> new CollectFailure.NotOffered();
    };
  }

  /** Stable name for logs. */
  default String reason() {
    return switch (this) {
      case Absent _ -> "ABSENT";
      case Refused _ -> "REFUSED";
      case NotAllowed _ -> "NOT_ALLOWED";
      case Silent _ -> "SILENT";
      case Closed _ -> "CLOSED";
      case Malformed(String what) -> "MALFORMED: " + what;
      case NotOffered _ -> "NOT_OFFERED";
    };
  }
}
