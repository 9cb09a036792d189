package io.tunnelscope.core.evidence;

/** What the evidence is about. */
public enum Scope {
  /** A gateway and all its connections. */
  GATEWAY,
  /** One connection. */
  CONNECTION,
  /** Log files somebody sent, of whatever target. */
  LOGS
}
