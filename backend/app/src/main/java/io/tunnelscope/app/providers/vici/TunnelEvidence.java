package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.evidence.ChildSa;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.IkeSa;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.TunnelStatus;
import io.tunnelscope.core.network.TrafficSelector;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the tunnels of one connection are, in the words of the core. */
record TunnelEvidence(LoadedConnection connection, List<Tunnel> tunnels) {

  TunnelEvidence {
    tunnels = List.copyOf(tunnels);
  }

  static TunnelEvidence of(LoadedConnection connection, Snapshot seen) {
    return new TunnelEvidence(connection, seen.tunnelsOf(connection.name()));
  }

  TunnelStatus status() {
    return status(List.of());
  }

  TunnelStatus status(List<EvidenceRef> proof) {
    var children = up().flatMap(tunnel -> tunnel.children().stream());
    var carrying = children.filter(Tunnel.Child::carriesTraffic).toList();
    return new TunnelStatus(
        connection.name(),
        state(),
        Stream.concat(up().map(Tunnel::remote), connection.hosts().stream()).findFirst().orElse(""),
        OptionalLong.of(carrying.stream().mapToLong(Tunnel.Child::bytesIn).sum()),
        OptionalLong.of(carrying.stream().mapToLong(Tunnel.Child::bytesOut).sum()),
        up().flatMap(tunnel -> tunnel.establishedAt().stream()).min(Instant::compareTo),
        proof);
  }

  private Stream<Tunnel> up() {
    return tunnels.stream().filter(Tunnel::isUp);
  }

  private SaState state() {
    if (tunnels.stream().anyMatch(Tunnel::isUp)) {
      return SaState.CONNECTED;
    }
    return tunnels.stream().anyMatch(Tunnel::isConnecting)
        ? SaState.CONNECTING
        : SaState.NOT_CONNECTED;
  }

  List<Evidence> securityAssociations() {
    return tunnels.stream()
        .flatMap(
            tunnel ->
                Stream.concat(
                    Stream.of(ikeSa(tunnel)), tunnel.children().stream().map(this::childSa)))
        .toList();
  }

  private Evidence ikeSa(Tunnel tunnel) {
    return new IkeSa(
        connection.name(),
        tunnel.remote(),
        tunnel.version(),
        tunnel.isEstablished() ? SaState.CONNECTED : SaState.CONNECTING,
        Optional.empty(),
        tunnel.establishedAt(),
        List.of());
  }

  private Evidence childSa(Tunnel.Child child) {
    return new ChildSa(
        connection.name(),
        child.name(),
        child.carriesTraffic() ? SaState.CONNECTED : SaState.NOT_CONNECTED,
        child.bytesIn(),
        child.bytesOut(),
        selectors(child.local()),
        selectors(child.remote()),
        Optional.empty(),
        List.of());
  }

  private static List<TrafficSelector> selectors(List<String> networks) {
    return networks.stream().map(network -> TrafficSelector.range(network, network)).toList();
  }
}
