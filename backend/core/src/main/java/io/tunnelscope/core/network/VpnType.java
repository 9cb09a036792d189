package io.tunnelscope.core.network;

import java.util.Arrays;
import java.util.Optional;

/** How a VPN gateway decides which packets belong into a tunnel. */
public enum VpnType {
  ROUTE_BASED("RouteBased"),
  POLICY_BASED("PolicyBased");

  private final String wireName;

  VpnType(String wireName) {
    this.wireName = wireName;
  }

  /** Azure's spelling. */
  public String wireName() {
    return wireName;
  }

  /** Reads Azure's spelling without regard to case. */
  public static Optional<VpnType> parse(String text) {
    return Arrays.stream(values()).filter(type -> type.wireName.equalsIgnoreCase(text)).findFirst();
  }
}
