package io.tunnelscope.app.providers.vici;

import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * A connection that the daemon has loaded, as {@code list-conns} tells it.
 *
 * @param remotes addresses, networks or names of the peer; {@code %any} for any
 */
record LoadedConnection(String name, List<String> remotes, ViciMessage said) {

  LoadedConnection {
    remotes = List.copyOf(remotes);
  }

  static LoadedConnection of(String name, ViciMessage said) {
    return new LoadedConnection(name, said.list("remote_addrs"), said);
  }

  /** Addresses of the peer that are plainly one host each. */
  List<String> hosts() {
    return remotes.stream().filter(LoadedConnection::isHost).toList();
  }

  /** Whether all its peers are plainly known by their addresses. */
  boolean isToKnownHosts() {
    return !remotes.isEmpty() && hosts().size() == remotes.size();
  }

  /** A connection to anybody can only wait for who comes. */
  boolean canDial() {
    return remotes.stream().anyMatch(remote -> !remote.startsWith("%any") && !isNetwork(remote))
        && !children().isEmpty();
  }

  /** The configured CHILD_SAs by name. */
  SequencedMap<String, ViciMessage> children() {
    return said.section("children").sections();
  }

  /** Seconds after which keys of any of its tunnels are renewed; 0, which means never, left out. */
  Stream<Long> lifetimes() {
    return Stream.concat(Stream.of(said), children().values().stream())
        .map(part -> part.number("rekey_time"))
        .filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong)
        .filter(seconds -> seconds > 0);
  }

  /** Whether this side proves itself by a pre-shared key. */
  boolean usesSharedKey() {
    return said.sections().entrySet().stream()
        .filter(part -> part.getKey().startsWith("local-"))
        .anyMatch(
            part -> part.getValue().text("class").filter("pre-shared key"::equals).isPresent());
  }

  /** Subjects of the certificates that this side shows. */
  List<String> ownCertificates() {
    return said.sections().entrySet().stream()
        .filter(part -> part.getKey().startsWith("local-"))
        .flatMap(part -> part.getValue().list("certs").stream())
        .toList();
  }

  private static boolean isHost(String remote) {
    return !isNetwork(remote) && remote.matches("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  }

  private static boolean isNetwork(String remote) {
    return remote.contains("/") || remote.contains("-") && remote.matches("[0-9A-Fa-f:.-]+");
  }
}
