package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the tunnel with one peer fared over all of a log, single exchanges of which may long be
 * forgotten.
 *
 * @param peer address of the other side, blank when unknown
 * @param ups how often it came up
 * @param losses how often it was lost after it had come up
 * @param firstLoss empty when lines bear no time, or there was no loss
 * @param lastLoss the same
 * @param repeats how many messages were sent again and then answered
 * @param lostFragments how often a large message was lost
 * @param refs some of the losses, and last one of the messages that were sent again
 */
public record TunnelHistory(
    String peer,
    int ups,
    int losses,
    Optional<Instant> firstLoss,
    Optional<Instant> lastLoss,
    int repeats,
    int lostFragments,
    List<EvidenceRef> refs)
    implements Evidence {

  public TunnelHistory {
    requireNonNull(peer, "peer");
    requireNonNull(firstLoss, "firstLoss");
    requireNonNull(lastLoss, "lastLoss");
    refs = List.copyOf(refs);
  }
}
