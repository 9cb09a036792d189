package io.tunnelscope.core.evidence;

/** State of a security association or tunnel. */
public enum SaState {
  CONNECTED,
  CONNECTING,
  NOT_CONNECTED,
  UNKNOWN
}
