package io.tunnelscope.core.evidence;

/** The part that the side which wrote the log plays in an exchange. */
public enum Role {
  INITIATOR,
  RESPONDER,
  UNKNOWN
}
