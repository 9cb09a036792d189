package io.tunnelscope.core.network;

import java.util.Optional;

/**
 * Whether a target can be troubleshot, and if not, why not. The sentence for people is in the
 * action catalogue.
 */
public sealed interface Support {

  record Supported() implements Support {}

  /**
   * @param kindName the kind as Azure spells it, to be named in the refusal
   */
  record Refused(Reason reason, String kindName) implements Support {}

  /** Why a target is refused. */
  enum Reason {
    EXPRESS_ROUTE_GATEWAY,
    POLICY_BASED_GATEWAY,
    EXPRESS_ROUTE_CONNECTION,
    VPN_CLIENT_CONNECTION
  }

  /** The table of what can be troubleshot. */
  static Support of(Target target) {
    return switch (target) {
      case Gateway gateway -> ofGateway(gateway);
      case Connection connection -> ofConnection(connection);
    };
  }

  default boolean isSupported() {
    return this instanceof Supported;
  }

  private static Support ofGateway(Gateway gateway) {
    if (gateway.kind() == GatewayKind.EXPRESS_ROUTE) {
      return new Refused(Reason.EXPRESS_ROUTE_GATEWAY, gateway.kindName());
    }
    return gateway.vpnType().equals(Optional.of(VpnType.POLICY_BASED))
        ? new Refused(Reason.POLICY_BASED_GATEWAY, VpnType.POLICY_BASED.wireName())
        : new Supported();
  }

  private static Support ofConnection(Connection connection) {
    return switch (connection.kind()) {
      case IPSEC, VNET2VNET -> ofGateway(connection.gateway());
      case EXPRESS_ROUTE -> new Refused(Reason.EXPRESS_ROUTE_CONNECTION, connection.kindName());
      case VPN_CLIENT -> new Refused(Reason.VPN_CLIENT_CONNECTION, connection.kindName());
    };
  }
}
