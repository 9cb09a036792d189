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
 * @param renewals how the tunnel's keys were renewed
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
    Renewals renewals,
    List<EvidenceRef> refs)
    implements Evidence {

  /**
   * Attempts to renew the keys of a tunnel that was up.
   *
   * @param failed how many came to nothing
   * @param refused for how many the algorithms or the group were refused
   * @param refs some of both
   */
  public record Renewals(int failed, int refused, List<EvidenceRef> refs) {
    public static final Renewals NONE = new Renewals(0, 0, List.of());

    public Renewals {
      refs = List.copyOf(refs);
    }
  }

  public TunnelHistory {
    requireNonNull(renewals, "renewals");
    requireNonNull(peer, "peer");
    requireNonNull(firstLoss, "firstLoss");
    requireNonNull(lastLoss, "lastLoss");
    refs = List.copyOf(refs);
  }
}
