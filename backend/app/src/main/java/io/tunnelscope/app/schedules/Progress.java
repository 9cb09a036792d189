package io.tunnelscope.app.schedules;

import io.tunnelscope.app.gateways.TargetStore.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a turn has come. It begins behind {@link Schedule#beginAfter}, goes on to the last
 * target, and from the first one back to where it began.
 *
 * @param begun whether anything was done for it yet
 * @param place the last target that was dealt with, since the beginning or since the first target
 * @param wrapped whether it has been at the last target
 */
record Progress(boolean begun, Schedule.Round round, Optional<Place> place, boolean wrapped) {

  static Progress none(Instant due) {
    return new Progress(false, Schedule.Round.nothing(due, 0), Optional.empty(), false);
  }

  /** Whether no target was looked at yet. */
  boolean untouched() {
    return place.isEmpty() && !wrapped && round.started() + round.busy() == 0;
  }

  Progress at(Optional<Place> there, boolean behindTheLast) {
    return new Progress(begun, round, there, behindTheLast);
  }

  Progress with(Schedule.Round now) {
    return new Progress(true, now, place, wrapped);
  }
}
