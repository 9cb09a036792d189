package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What went through a tunnel while it was watched.
 *
 * @param connection name of the connection
 * @param peer address of the other side
 * @param watched how long
 * @param packetsIn received in that time
 * @param packetsOut sent in that time
 */
public record TunnelTraffic(
    String connection,
    String peer,
    Duration watched,
    long packetsIn,
    long packetsOut,
    List<EvidenceRef> refs)
    implements Evidence {

  public TunnelTraffic {
    requireNonNull(connection, "connection");
    requireNonNull(peer, "peer");
    requireNonNull(watched, "watched");
    refs = List.copyOf(refs);
  }
}
