package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.network.Proposal;
import io.tunnelscope.core.network.TrafficSelector;
import java.util.List;
import java.util.Optional;

/**
 * A child SA (ESP) that a gateway reports.
 *
 * @param connection the IKE connection it belongs to
 */
public record ChildSa(
    String connection,
    String name,
    SaState state,
    long bytesIn,
    long bytesOut,
    List<TrafficSelector> local,
    List<TrafficSelector> remote,
    Optional<Proposal> chosen,
    List<EvidenceRef> refs)
    implements Evidence {

  public ChildSa {
    requireNonNull(connection, "connection");
    requireNonNull(name, "name");
    requireNonNull(state, "state");
    requireNonNull(chosen, "chosen");
    local = List.copyOf(local);
    remote = List.copyOf(remote);
    refs = List.copyOf(refs);
  }
}
