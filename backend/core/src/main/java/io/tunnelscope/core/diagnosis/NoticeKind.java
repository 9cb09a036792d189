package io.tunnelscope.core.diagnosis;

/** What is worth knowing without being a fault. */
public enum NoticeKind {
  NAT_IN_PATH,
  PACKET_LOSS,
  PATH_MTU,
  DUPLICATE_SAS,
  SHORT_LIFETIME,
  CERT_EXPIRES_SOON,
  CLOCK_SKEW,
  /** Two sources contradict each other. */
  STATUS_DISAGREES
}
