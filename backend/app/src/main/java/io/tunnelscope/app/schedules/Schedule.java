package io.tunnelscope.app.schedules;

import io.tunnelscope.app.gateways.TargetStore.Place;
import io.tunnelscope.app.identity.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A plan that somebody has made.
 *
 * @param version grows with each change, not with the turns
 * @param state STOPPED from the moment its maker may not start runs any more
 * @param lost why it is STOPPED, where that is known
 * @param next absent unless it is {@link State#ON}
 * @param last how it went the last time
 * @param beginAfter behind which target the next turn begins; empty: with the first one
 */
record Schedule(
    UUID id,
    int version,
    Plan plan,
    State state,
    Optional<Lost> lost,
    Maker maker,
    Instant createdAt,
    Optional<Plan.Turn> next,
    Optional<Round> last,
    Optional<Place> beginAfter) {

  enum State {
    ON,
    /** By a member, until one lets it go on. */
    PAUSED,
    /** By itself: its maker may not start runs any more. */
    STOPPED
  }

  /** Whose right it is to start the runs: whoever wrote the plan last. */
  record Maker(Principal.Kind kind, UUID id, String name) {}

  /**
   * How a turn went.
   *
   * @param started runs that were started
   * @param busy targets that were left out, as the run from an earlier turn was still open
   * @param refused targets that were left out for another reason, like a full queue
   * @param skipped times that passed without a round of their own: no server was up, or this turn
   *     was late
   */
  record Round(Instant due, int started, int busy, int refused, int skipped) {
    static Round nothing(Instant due, int skipped) {
      return new Round(due, 0, 0, 0, skipped);
    }

    Round and(int moreStarted, int moreBusy) {
      return new Round(due, started + moreStarted, busy + moreBusy, refused, skipped);
    }

    Round andRefused(int more) {
      return new Round(due, started, busy, refused + more, skipped);
    }
  }
}
