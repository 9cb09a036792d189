package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.StartForecast.Ahead;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * When a lane may begin whose tenant runs as many at once as it may: each that ends lets the next
 * one in. A run that nobody can say the end of is taken for one that never ends, so it begins then
 * at the latest, as long as the others take their usual time.
 *
 * @param over how many more are in work than may be, as the limit was lowered; these let nobody in
 * @param active what is in work
 * @param parked what is let in before it, in that order
 */
record TurnAtLimit(int over, List<Ahead> active, List<Ahead> parked) {

  Optional<Instant> begins(Instant now) {
    if (active.size() + parked.size() > StartForecast.MOST_AHEAD) {
      return Optional.empty();
    }
    var ends = new PriorityQueue<Instant>();
    active.forEach(run -> run.left().ifPresent(left -> ends.add(now.plus(left))));
    for (int n = 0; n < over; n++) {
      ends.poll();
    }
    for (var next : parked) {
      var begins = ends.poll();
      if (begins == null) {
        return Optional.empty();
      }
      next.left().ifPresent(time -> ends.add(begins.plus(time)));
    }
    return Optional.ofNullable(ends.poll());
  }
}
