package io.tunnelscope.core.network;

import java.util.Arrays;
import java.util.Optional;

/** What a connection joins. */
public enum ConnectionKind {
  /** Site to site: a gateway and a VPN device. */
  IPSEC("IPsec"),
  /** Two gateways, each with its own half of the connection. */
  VNET2VNET("Vnet2Vnet"),
  EXPRESS_ROUTE("ExpressRoute"),
  /** Point to site: single computers dial in. */
  VPN_CLIENT("VPNClient");

  private final String wireName;

  ConnectionKind(String wireName) {
    this.wireName = wireName;
  }

  /** Azure's spelling. */
  public String wireName() {
    return wireName;
  }

  /** Reads Azure's spelling without regard to case. */
  public static Optional<ConnectionKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.wireName.equalsIgnoreCase(text)).findFirst();
  }
}
