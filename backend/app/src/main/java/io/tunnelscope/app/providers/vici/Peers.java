package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.TunnelHistory;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Which addresses are those of a connection's peers, and which are of other connections only. */
final class Peers {
  private final Set<String> mine = new HashSet<>();
  private final Set<String> strangers = new HashSet<>();

  /** Whether the addresses above are all there are. */
  private final boolean known;

  private Peers(LoadedConnection connection, Collection<LoadedConnection> all) {
    known = connection.isToKnownHosts();
    connection.hosts().stream().map(Peers::spelled).forEach(mine::add);
    all.stream()
        .filter(other -> !other.name().equals(connection.name()))
        .flatMap(other -> other.hosts().stream())
        .map(Peers::spelled)
        .filter(host -> !mine.contains(host))
        .forEach(strangers::add);
  }

  /**
   * @param all that the gateway has loaded, with or without this one
   */
  static Peers of(LoadedConnection connection, Collection<LoadedConnection> all) {
    return new Peers(connection, all);
  }

  /**
   * Whether somebody at that address may be a peer of this connection. One that had it before its
   * settings were changed is none any more.
   */
  boolean include(String address) {
    return known ? mine.contains(spelled(address)) : !strangers.contains(spelled(address));
  }

  /** Whether it may be about them; what names nobody may. */
  boolean mayHave(Evidence one) {
    var address =
        switch (one) {
          case IkeExchange exchange -> exchange.peer();
          case TunnelHistory history -> history.peer();
          case LogLine line -> line.peer();
          default -> "";
        };
    return address.isEmpty() || include(address);
  }

  /** Whether it names peers of other connections and none of this one. */
  boolean areNotIn(String message) {
    return names(message, strangers::contains) && !names(message, mine::contains);
  }

  /** Each address is looked at once, however many there are to compare it with. */
  private static boolean names(String message, Predicate<String> wanted) {
    var at = 0;
    while (at < message.length()) {
      var end = endOfAddress(message, at);
      if (end - at > 1 && wanted.test(spelled(withoutFullStop(message.substring(at, end))))) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }

  private static int endOfAddress(String message, int from) {
    var end = from;
    while (end < message.length() && isOfAddress(message.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isOfAddress(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || isMark(c);
  }

  private static boolean isMark(char c) {
    return c == '.' || c == ':';
  }

  /** {@code ::} is no full stop. */
  private static String withoutFullStop(String address) {
    var last = address.length() - 1;
    return isMark(address.charAt(last)) && !address.endsWith("::")
        ? address.substring(0, last)
        : address;
  }

  /** One spelling for each: those of IPv6 have many (RFC 5952). */
  private static String spelled(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
