package io.tunnelscope.app.egress;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which addresses outgoing HTTP may reach: hosts of the known clouds over https at a public
 * address, and whatever the operator lists by host and port. Immutable; any thread.
 */
public final class EgressRules {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /** Sign-in and resource managers of the public, the US government's and China's cloud. */
  private static final Set<String> HOSTS =
      Set.of(
          "login.microsoftonline.com",
          "management.azure.com",
          "login.microsoftonline.us",
          "management.usgovcloudapi.net",
          "login.chinacloudapi.cn",
          "login.partner.microsoftonline.cn",
          "management.chinacloudapi.cn");

  /** Storage accounts have names of their own below these. */
  private static final List<String> BELOW =
      List.of(
          ".blob.core.windows.net", ".blob.core.usgovcloudapi.net", ".blob.core.chinacloudapi.cn");

  private final Set<String> listed;

  private EgressRules(Set<String> listed) {
    this.listed = listed;
  }

  /**
   * @param listed host:port that may be reached besides, over http too and at any address
   */
  public static EgressRules of(Collection<String> listed) {
    return new EgressRules(
        listed.stream()
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether the address may be asked for at all, by its name. */
  public boolean allow(URI address) {
    if (address.getHost() == null || address.getUserInfo() != null) {
      return false;
    }
    if (isListed(address)) {
      return isScheme(address, "https") || isScheme(address, "http");
    }
    return isScheme(address, "https") && port(address) == HTTPS && isOfACloud(host(address));
  }

  /** Whether the address may be reached where its name leads. */
  public boolean allow(URI address, InetAddress place) {
    return allow(address) && (isListed(address) || isPublic(place));
  }

  private boolean isListed(URI address) {
    return listed.contains(host(address) + ":" + port(address));
  }

  private static boolean isOfACloud(String host) {
    return HOSTS.contains(host) || BELOW.stream().anyMatch(host::endsWith);
  }

  private static boolean isScheme(URI address, String scheme) {
    return scheme.equalsIgnoreCase(address.getScheme());
  }

  static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return isScheme(address, "https") ? HTTPS : HTTP;
  }

  private static String host(URI address) {
    return address.getHost().toLowerCase(Locale.ROOT);
  }

  /** Reached over the open internet, by the registries of special addresses (RFC 6890). */
  static boolean isPublic(InetAddress place) {
    if (place.isAnyLocalAddress()
        || place.isLoopbackAddress()
        || place.isLinkLocalAddress()
        || place.isSiteLocalAddress()
        || place.isMulticastAddress()) {
      return false;
    }
    return switch (place) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isGlobalUnicast(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic(byte[] four) {
    int first = four[0] & 0xff;
    int second = four[1] & 0xff;
    int third = four[2] & 0xff;
    return switch (first) {
      case 0 -> false;
      case 100 -> second < 64 || second > 127; // behind the NAT of a carrier
      case 192 -> !(second == 0 && (third == 0 || third == 2));
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> !(second == 0 && third == 113);
      default -> first < 240;
    };
  }

  /**
   * 2000::/3 alone, without what wraps an address of IPv4 (6to4, Teredo) or stands in books; so not
   * mapped, translated or unique local ones either.
   */
  private static boolean isGlobalUnicast(byte[] six) {
    int first = (six[0] & 0xff) << 8 | six[1] & 0xff;
    int second = (six[2] & 0xff) << 8 | six[3] & 0xff;
    boolean special = first == 0x2002 || first == 0x2001 && (second < 0x200 || second == 0xdb8);
    return first >> 13 == 1 && !special;
  }
}
