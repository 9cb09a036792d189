package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.evidence.Missing;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a daemon said of itself at one moment.
 *
 * @param at by our clock
 * @param software for instance {@code strongSwan 5.9.8}
 * @param natIsFeigned it carries ESP itself (kernel-libipsec) and pretends that there is a NAT, so
 *     that what it says of NAT at the peer means nothing
 * @param since when the daemon was started
 * @param loaded all connections by name, in the gateway's order; empty when they could not be asked
 *     for
 * @param tunnels those of each connection; empty when they could not be asked for
 * @param traps names of connections that wait for the first packet
 * @param certificates with a private key, by {@link Subject}, and until when they are valid
 * @param rekeyed how often keys of CHILD_SAs were renewed since the daemon started, by connection
 * @param sharedKeys how many pre-shared keys are listed; empty when they could not be asked for
 * @param missing what it did not say
 */
record Snapshot(
    Instant at,
    String software,
    boolean natIsFeigned,
    Optional<Instant> since,
    Optional<SequencedMap<String, LoadedConnection>> loaded,
    Optional<Map<String, List<Tunnel>>> tunnels,
    Set<String> traps,
    Map<String, Instant> certificates,
    Map<String, Long> rekeyed,
    OptionalInt sharedKeys,
    List<Missing> missing) {

  Snapshot {
    traps = Set.copyOf(traps);
    certificates = Map.copyOf(certificates);
    rekeyed = Map.copyOf(rekeyed);
    missing = List.copyOf(missing);
  }

  /** The tunnels of one connection. */
  List<Tunnel> tunnelsOf(String connection) {
    return tunnels.orElse(Map.of()).getOrDefault(connection, List.of());
  }

  Stream<Tunnel> allTunnels() {
    return tunnels.orElse(Map.of()).values().stream().flatMap(List::stream);
  }

  /** Whether somebody, the daemon itself or the peer, is about to bring it up. */
  boolean isBeingDialled(String connection) {
    return !isUp(connection)
        && tunnelsOf(connection).stream().anyMatch(tunnel -> tunnel.state().equals("CONNECTING"));
  }

  /** Whether the peer is there and proved itself, whatever the tunnel carries. */
  boolean isConnected(String connection) {
    return tunnelsOf(connection).stream().anyMatch(Tunnel::isEstablished);
  }

  boolean isUp(String connection) {
    return tunnelsOf(connection).stream().anyMatch(Tunnel::isUp);
  }

  Optional<LoadedConnection> connection(String name) {
    return loaded.map(all -> all.get(name));
  }

  /** In the gateway's order; none when they could not be asked for. */
  Collection<LoadedConnection> connections() {
    return loaded.<Collection<LoadedConnection>>map(Map::values).orElse(List.of());
  }
}
