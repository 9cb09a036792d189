package io.tunnelscope.core.network;

import java.util.Arrays;
import java.util.Optional;

/** What a virtual network gateway is for. */
public enum GatewayKind {
  VPN("Vpn"),
  EXPRESS_ROUTE("ExpressRoute");

  private final String wireName;

  GatewayKind(String wireName) {
    this.wireName = wireName;
  }

  /** Azure's spelling. */
  public String wireName() {
    return wireName;
  }

  /** Reads Azure's spelling without regard to case. */
  public static Optional<GatewayKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.wireName.equalsIgnoreCase(text)).findFirst();
  }
}
