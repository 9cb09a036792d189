package io.tunnelscope.app.egress;

/** Why a call brought no answer. */
public enum EgressFailure {
  /** The rules of this node forbid the address; nothing was sent. */
  FORBIDDEN,
  /** Nobody has that name, or nobody takes the connection. */
  UNREACHABLE,
  /** The answer was not complete in time. */
  TIMED_OUT,
  /** The answer is longer than whoever asked is ready to take. */
  TOO_LONG,
  /** The connection broke, or what came over it is no HTTP. */
  BROKEN
}
