package io.tunnelscope.app.schedules;

import io.tunnelscope.app.identity.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A plan that somebody has made.
 *
 * @param next absent unless it is {@link State#ON}
 * @param last how it went the last time
 */
record Schedule(
    UUID id,
    Plan plan,
    State state,
    Maker maker,
    Instant createdAt,
    Optional<Plan.Turn> next,
    Optional<Round> last) {

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
   */
  record Round(Instant due, int started, int busy, int refused) {
    static Round nothing(Instant due) {
      return new Round(due, 0, 0, 0);
    }

    Round andStarted() {
      return new Round(due, started + 1, busy, refused);
    }

    Round andBusy() {
      return new Round(due, started, busy + 1, refused);
    }

    Round andRefused() {
      return new Round(due, started, busy, refused + 1);
    }
  }
}
