package io.tunnelscope.app.schedules;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.TargetStore.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a part of a turn comes to.
 *
 * @param start targets that get a run
 * @param busy how many do not, as the one before is open
 * @param full whether the queue took no more; the targets from there on were not looked at
 * @param last the last target that was looked at; empty when none was
 */
record Batch(List<KnownTarget> start, int busy, boolean full, Optional<Place> last) {

  /**
   * @param open ids, as the targets have them, of those whose run from an earlier turn is open
   * @param room how many runs the queue takes
   */
  static Batch of(List<KnownTarget> targets, Set<String> open, int room) {
    var start = new ArrayList<KnownTarget>();
    int busy = 0;
    var last = Optional.<Place>empty();
    for (var target : targets) {
      if (open.contains(target.id().value())) {
        busy++;
      } else if (start.size() < room) {
        start.add(target);
      } else {
        return new Batch(start, busy, true, last);
      }
      last = Optional.of(Place.of(target));
    }
    return new Batch(start, busy, false, last);
  }
}
