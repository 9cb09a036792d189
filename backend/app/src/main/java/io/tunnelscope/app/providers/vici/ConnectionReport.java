package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Of one connection of a gateway that answered.
 *
 * @param later a second look at a tunnel that is up
 * @param cameUp what came of dialling one that was down
 */
record ConnectionReport(
    String name, Snapshot found, Optional<Snapshot> later, Optional<Boolean> cameUp)
    implements Story {

  static ConnectionReport of(String name, Snapshot found) {
    return new ConnectionReport(name, found, Optional.empty(), Optional.empty());
  }

  ConnectionReport later(Optional<Snapshot> seen) {
    return new ConnectionReport(name, found, seen, cameUp);
  }

  ConnectionReport dialled(boolean came) {
    return new ConnectionReport(name, found, later, Optional.of(came));
  }

  @Override
  public Optional<Instant> since() {
    return found.since();
  }

  @Override
  public void tell(Report report, List<String> lines) {
    var mine =
        found.connection(name).orElseGet(() -> LoadedConnection.of(name, ViciMessage.empty()));
    report.running(found);
    states(report);
    tunnels(report, TunnelEvidence.of(mine, later.orElse(found)));
    later.ifPresent(
        second ->
            Traffic.between(found, second, name)
                .forEach(traffic -> report.add(traffic.evidence(name))));
    new Settings(mine, found).parts().forEach(report::add);
    var peers = Peers.of(mine, found.connections());
    report
        .read(report.log(ConnectionLines.of(mine, found.connections(), lines)))
        .filter(peers::mayHave)
        .forEach(report::add);
  }

  private void states(Report report) {
    if (found.loaded().isPresent()) {
      var any = !found.connections().isEmpty();
      report.add(PlatformState.of(PlatformFact.CONNECTION_EXISTS, any));
      if (any) {
        var loaded = found.connection(name).isPresent();
        report.add(PlatformState.of(PlatformFact.CONNECTION_ON_GATEWAY, loaded));
      }
    }
    var waits = found.traps().contains(name) && !found.isUp(name);
    report.add(PlatformState.of(PlatformFact.CONNECTION_STANDBY, waits));
    cameUp.ifPresent(up -> report.add(PlatformState.of(PlatformFact.CAME_UP_WHEN_TRIED, up)));
  }

  private void tunnels(Report report, TunnelEvidence tunnels) {
    if (found.tunnels().isEmpty()) {
      return;
    }
    List<EvidenceRef> proof = report.statistics(List.of(tunnels.status()));
    if (found.connection(name).isPresent()) {
      report.add(tunnels.status(proof));
    }
    tunnels.securityAssociations().forEach(report::add);
  }
}
