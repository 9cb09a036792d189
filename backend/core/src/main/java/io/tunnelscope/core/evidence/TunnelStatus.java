package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the gateway counts for a connection.
 *
 * @param connection name of the connection, blank when unknown
 * @param remoteEndpoint address of the other side, blank when unknown
 * @param ingressBytes received since the tunnel was last connected
 * @param egressBytes sent since the tunnel was last connected
 */
public record TunnelStatus(
    String connection,
    SaState state,
    String remoteEndpoint,
    OptionalLong ingressBytes,
    OptionalLong egressBytes,
    Optional<Instant> connectedSince,
    List<EvidenceRef> refs)
    implements Evidence {

  public TunnelStatus {
    requireNonNull(connection, "connection");
    requireNonNull(state, "state");
    requireNonNull(remoteEndpoint, "remoteEndpoint");
    requireNonNull(ingressBytes, "ingressBytes");
    requireNonNull(egressBytes, "egressBytes");
    requireNonNull(connectedSince, "connectedSince");
    refs = List.copyOf(refs);
  }
}
