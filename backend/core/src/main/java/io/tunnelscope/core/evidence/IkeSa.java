package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.network.Proposal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An IKE SA that a gateway reports.
 *
 * @param version {@code IKEv1} or {@code IKEv2}, blank when unknown
 */
public record IkeSa(
    String connection,
    String peer,
    String version,
    SaState state,
    Optional<Proposal> chosen,
    Optional<Instant> establishedAt,
    List<EvidenceRef> refs)
    implements Evidence {

  public IkeSa {
    requireNonNull(connection, "connection");
    requireNonNull(peer, "peer");
    requireNonNull(version, "version");
    requireNonNull(state, "state");
    requireNonNull(chosen, "chosen");
    requireNonNull(establishedAt, "establishedAt");
    refs = List.copyOf(refs);
  }
}
