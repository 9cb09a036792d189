package io.tunnelscope.core.diagnosis;

/**
 * Why something does not work: finer than the fault. The order of declaration is the order of
 * roots: what stands further up explains what stands further down.
 */
public enum Cause {
  GATEWAY_NOT_FOUND(Fault.GATEWAY_NOT_FOUND),
  PLANNED_MAINTENANCE(Fault.PLANNED_MAINTENANCE),
  USER_UPDATE(Fault.USER_DRIVEN_UPDATE),
  PLATFORM_INACTIVE(Fault.PLATFORM_INACTIVE),
  SERVICE_NOT_RUNNING(Fault.SERVICE_NOT_RUNNING),
  VIP_UNRESPONSIVE(Fault.VIP_UNRESPONSIVE),
  CONNECTION_NOT_FOUND(Fault.CONNECTION_ENTITY_NOT_FOUND),
  MARKED_DISCONNECTED(Fault.CONNECTION_IS_MARKED_DISCONNECTED),
  MARKED_STANDBY(Fault.CONNECTION_MARKED_STANDBY),
  /** A setting is refused when it is loaded. */
  CONFIG_ERROR(Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY),
  /** The service does not know a connection for this peer. */
  CONFIG_NOT_LOADED(Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY),
  /** Memory, addresses or descriptors are used up. */
  RESOURCE(Fault.PEER_REACHABILITY),
  /** The kernel or driver refuses an SA or policy. */
  KERNEL_ERROR(Fault.PEER_REACHABILITY),
  /** No answer to the first message. */
  PEER_UNREACHABLE(Fault.PEER_REACHABILITY),
  /** Answers on port 500, silence on 4500. */
  UDP4500_BLOCKED(Fault.PEER_REACHABILITY),
  /** Large messages are lost on the way. */
  FRAGMENTATION(Fault.PEER_REACHABILITY),
  IKE_VERSION_MISMATCH(Fault.IKE_POLICY_MISMATCH),
  IKE_PROPOSAL_MISMATCH(Fault.IKE_POLICY_MISMATCH),
  LOCAL_CONFIG_OTHER(Fault.IKE_POLICY_MISMATCH),
  ID_MISMATCH(Fault.AUTHENTICATION),
  AUTH_CERT(Fault.AUTHENTICATION),
  AUTH_PSK_MISMATCH(Fault.AUTHENTICATION),
  AUTH_EAP(Fault.AUTHENTICATION),
  PFS_DH_MISMATCH(Fault.IKE_POLICY_MISMATCH),
  ESP_PROPOSAL_MISMATCH(Fault.IKE_POLICY_MISMATCH),
  TS_MISMATCH(Fault.IKE_POLICY_MISMATCH),
  /** The tunnel was up; renewing its keys fails. */
  REKEY_FAILURE(Fault.IKE_POLICY_MISMATCH),
  /** Up and down again and again. */
  FLAPPING(Fault.PEER_REACHABILITY),
  /** The peer stopped answering after the tunnel was up. */
  PEER_VANISHED(Fault.PEER_REACHABILITY),
  SA_DELETED_BY_PEER(Fault.CONNECTION_IS_MARKED_DISCONNECTED),
  TRAFFIC_ONE_WAY(Fault.PEER_REACHABILITY),
  CPU_EXCEEDED(Fault.GATEWAY_CPU_USAGE_EXCEEDED),
  NO_CONNECTIONS(Fault.NO_CONNECTIONS_FOUND_FOR_GATEWAY),
  NOT_CONNECTED(Fault.CONNECTIONS_NOT_CONNECTED),
  LOG_UNREADABLE(Fault.WFP_PARSE_ERROR),
  /** A fault is there, or may be, and the evidence cannot tell which. */
  UNDETERMINABLE(Fault.UNDETERMINED),
  HEALTHY(Fault.NO_FAULT);

  private final Fault fault;

  Cause(Fault fault) {
    this.fault = fault;
  }

  /**
   * The fault it is reported as. {@link #UNDETERMINABLE} may be reported as the fault of its step
   * instead.
   */
  public Fault fault() {
    return fault;
  }

  /**
   * Whether it concerns the gateway or connection as a resource, so that what the logs say only
   * follows from it.
   */
  public boolean isOfResource() {
    return compareTo(MARKED_STANDBY) <= 0;
  }
}
