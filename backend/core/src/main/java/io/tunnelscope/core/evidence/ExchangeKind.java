package io.tunnelscope.core.evidence;

/**
 * The exchanges of IKEv2 (RFC 7296; IKE_INTERMEDIATE is of RFC 9242) and IKEv1 (RFC 2409;
 * transactions carry user names and inner addresses between its two phases).
 */
public enum ExchangeKind {
  IKE_SA_INIT,
  IKE_INTERMEDIATE,
  IKE_AUTH,
  CREATE_CHILD_SA,
  INFORMATIONAL,
  MAIN_MODE,
  AGGRESSIVE_MODE,
  TRANSACTION,
  QUICK_MODE,
  UNKNOWN;

  /** Whether algorithms of the IKE SA itself are agreed here. */
  public boolean negotiatesIke() {
    return this == IKE_SA_INIT || this == MAIN_MODE || this == AGGRESSIVE_MODE;
  }

  /** Whether algorithms and selectors of a child SA are agreed here. */
  public boolean negotiatesChild() {
    return this == IKE_AUTH || this == CREATE_CHILD_SA || this == QUICK_MODE;
  }
}
