package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Of a gateway as a whole, that answered. */
record GatewayReport(Snapshot found) implements Story {
  private static final int MOST_STATISTICS = 1_000;

  @Override
  public Optional<Instant> since() {
    return found.since();
  }

  @Override
  public void tell(Report report, List<String> lines) {
    report.running(found);
    connections(report);
    outsideLink(report, report.log(lines));
    found
        .certificates()
        .values()
        .forEach(until -> report.config("", "certificateValidUntil", until.toString()));
    report.statistics(
        found.connections().stream()
            .limit(found.tunnels().isPresent() ? MOST_STATISTICS : 0)
            .map(connection -> TunnelEvidence.of(connection, found).status())
            .toList());
  }

  private void connections(Report report) {
    if (found.loaded().isEmpty()) {
      return;
    }
    report.add(PlatformState.of(PlatformFact.CONNECTIONS, found.connections().size()));
    if (found.tunnels().isPresent()) {
      var up =
          (int)
              found.connections().stream()
                  .map(LoadedConnection::name)
                  .filter(found::isConnected)
                  .count();
      report.add(PlatformState.of(PlatformFact.CONNECTIONS_UP, up));
    }
  }

  private static void outsideLink(Report report, BundleFile log) {
    OutsideLink.lost(log)
        .ifPresent(
            link -> {
              report.add(new PlatformState(PlatformFact.VIP_ANSWERS, "false", link.proof()));
              report.config("", "outsideInterface", link.name());
            });
  }
}
