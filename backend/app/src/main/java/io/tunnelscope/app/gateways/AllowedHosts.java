package io.tunnelscope.app.gateways;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which addresses a tenant may name besides those of the known clouds: what the operator of the
 * installation lists as host:port. Asked when an address is named, and again before it is used.
 */
public final class AllowedHosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> listed;

  /**
   * @param listed host:port, in any case
   */
  public AllowedHosts(List<String> listed) {
    this.listed =
        listed.stream().map(each -> each.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** Nobody may name anything. */
  public static AllowedHosts none() {
    return new AllowedHosts(List.of());
  }

  boolean allows(URI address) {
    return address.getHost() != null && listed.contains(hostAndPort(address));
  }

  /** An absolute https address (on this machine http too) of a host, without user and fragment. */
  static boolean isWebAddress(URI address) {
    boolean https = "https".equals(address.getScheme());
    boolean localHttp = "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
    return (https || localHttp)
        && address.getHost() != null
        && address.getRawUserInfo() == null
        && address.getRawFragment() == null;
  }

  private static String hostAndPort(URI address) {
    int port = address.getPort();
    int usual = "https".equals(address.getScheme()) ? 443 : 80;
    return address.getHost().toLowerCase(Locale.ROOT) + ":" + (port == -1 ? usual : port);
  }
}
