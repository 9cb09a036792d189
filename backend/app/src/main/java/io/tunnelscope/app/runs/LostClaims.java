package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.LaneQueue.LaneFence;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Lanes that the database holds for this process, which knows nothing of them: the claim was
 * committed and its answer got lost. Without a look nobody would work on them until their leases
 * end, and each would count as a crash.
 *
 * <p>A look is due soon after an answer was lost, and from time to time: what a server that was
 * frozen commits when it thaws, nobody here is told. What cannot be given back is found again by
 * the next look, so two of them are never less than 500 ms apart.
 */
final class LostClaims {
  private static final Duration APART = Duration.ofMillis(500);

  private final Duration every;

  /** Known, though nobody here works on them any more: their leases decide. */
  private final Set<LaneFence> left = new HashSet<>();

  private final Set<LaneFence> onTheirWayBack = new HashSet<>();
  private boolean suspected;
  private long lookedAt = System.nanoTime();

  LostClaims(Duration every) {
    this.every = every;
  }

  /** Something may have been claimed of which no answer told. */
  void suspect() {
    suspected = true;
  }

  boolean lookIsDue() {
    long since = System.nanoTime() - lookedAt;
    return since > every.toNanos() || suspected && since > APART.toNanos();
  }

  /** The work on it ended without a result: it was given back, or is left to its lease. */
  void leave(Lease lease) {
    left.add(LaneFence.of(lease));
  }

  /**
   * Which of them are to be given back now. No claim may be on its way while the database is asked.
   *
   * @param held what is held by what the database says
   * @param known whether somebody here works on a lane, or will hand it back
   */
  List<Lease> among(Collection<Lease> held, Predicate<LaneFence> known) {
    suspected = false;
    lookedAt = System.nanoTime();
    left.retainAll(held.stream().map(LaneFence::of).collect(Collectors.toSet()));
    return held.stream().filter(lease -> isNew(LaneFence.of(lease), known)).toList();
  }

  private boolean isNew(LaneFence lane, Predicate<LaneFence> known) {
    return !known.test(lane) && !left.contains(lane) && onTheirWayBack.add(lane);
  }

  /** It was given back, or could not be; then another look finds it. */
  void back(Lease lease) {
    onTheirWayBack.remove(LaneFence.of(lease));
  }

  boolean isSettled() {
    return !suspected && onTheirWayBack.isEmpty();
  }
}
