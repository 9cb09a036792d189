package io.tunnelscope.core.network;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A virtual network gateway.
 *
 * @param vpnType empty for an ExpressRoute gateway
 */
public record Gateway(ArmId id, GatewayKind kind, Optional<VpnType> vpnType) implements Target {

  public Gateway {
    requireNonNull(id, "id");
    requireNonNull(kind, "kind");
    requireNonNull(vpnType, "vpnType");
    if (kind == GatewayKind.VPN && vpnType.isEmpty()) {
      throw new IllegalArgumentException("a VPN gateway has a VPN type");
    }
  }

  public static Gateway routeBased(ArmId id) {
    return new Gateway(id, GatewayKind.VPN, Optional.of(VpnType.ROUTE_BASED));
  }

  @Override
  public String name() {
    return id.name();
  }

  @Override
  public String kindName() {
    return kind.wireName();
  }
}
