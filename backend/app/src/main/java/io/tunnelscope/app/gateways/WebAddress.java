package io.tunnelscope.app.gateways;

import java.net.URI;
import java.util.Set;

/** Tells addresses that a tenant may name from others; says nothing about who may open them. */
final class WebAddress {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private WebAddress() {}

  /** An absolute https address (on this machine http too) of a host, without user and fragment. */
  static boolean isOne(URI address) {
    boolean https = "https".equals(address.getScheme());
    boolean localHttp = "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
    return (https || localHttp)
        && address.getHost() != null
        && address.getRawUserInfo() == null
        && address.getRawFragment() == null;
  }
}
