package io.tunnelscope.core.evidence;

/** Which side found something wrong: the one that wrote the log, or the other. */
public enum Side {
  HERE,
  PEER,
  UNKNOWN
}
