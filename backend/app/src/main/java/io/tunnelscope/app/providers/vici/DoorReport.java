package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Of a gateway that gave no answer, or a foolish one.
 *
 * @param door empty when what it answered tells nothing
 */
record DoorReport(Target target, Optional<Door> door) implements Story {

  @Override
  public Optional<Instant> since() {
    return Optional.empty();
  }

  @Override
  public void tell(Report report, List<String> lines) {
    var log = report.log(linesOfTarget(lines));
    report.software("strongSwan");
    door.map(Door::states)
        .orElse(List.of())
        .forEach(state -> report.add(proven(state, lastOf(log))));
  }

  private List<String> linesOfTarget(List<String> lines) {
    return switch (target) {
      case Gateway _ -> lines;
      case Connection connection ->
          ConnectionLines.of(
              LoadedConnection.of(connection.ownName(), ViciMessage.empty()), List.of(), lines);
    };
  }

  /** Where the log just ends, or what it ends with, tells when the daemon went. */
  private static PlatformState proven(PlatformState state, List<EvidenceRef> last) {
    return state.fact() == PlatformFact.SERVICE_RUNNING
        ? new PlatformState(state.fact(), state.value(), last)
        : state;
  }

  private static List<EvidenceRef> lastOf(BundleFile log) {
    var all = log.text().lines().toList();
    return all.isEmpty()
        ? List.of()
        : List.of(new EvidenceRef(log.name(), all.size(), all.getLast()));
  }
}
