package io.tunnelscope.core.evidence;

/** What the platform can be asked about a gateway or connection as a resource. */
public enum PlatformFact {
  GATEWAY_EXISTS(Kind.YES_NO),
  /**
   * Azure's provisioning state of the gateway: {@code Succeeded}, {@code Updating}, {@code Failed},
   * {@code Deleting}.
   */
  PROVISIONING_STATE(Kind.TEXT),
  /** An instance is under planned maintenance. */
  MAINTENANCE(Kind.YES_NO),
  /** A change that a user asked for is in progress. */
  USER_UPDATE(Kind.YES_NO),
  /** The public address of the primary instance answers the health probe. */
  VIP_ANSWERS(Kind.YES_NO),
  PLATFORM_ACTIVE(Kind.YES_NO),
  SERVICE_RUNNING(Kind.YES_NO),
  /** How many connections the gateway has. */
  CONNECTIONS(Kind.COUNT),
  /** How many of them are up. */
  CONNECTIONS_UP(Kind.COUNT),
  CONNECTION_EXISTS(Kind.YES_NO),
  CONNECTION_MARKED_DISCONNECTED(Kind.YES_NO),
  /** The service on the gateway knows the connection. */
  CONNECTION_ON_GATEWAY(Kind.YES_NO),
  CONNECTION_STANDBY(Kind.YES_NO),
  /** The connection was down, an operator had it tried, and the tunnel came up. */
  CAME_UP_WHEN_TRIED(Kind.YES_NO),
  /** The other VPN device answers at all. */
  PEER_ANSWERS(Kind.YES_NO);

  /** What a value of the fact looks like. */
  public enum Kind {
    YES_NO,
    COUNT,
    TEXT
  }

  private final Kind kind;

  PlatformFact(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
