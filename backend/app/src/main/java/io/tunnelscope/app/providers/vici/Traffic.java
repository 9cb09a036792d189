package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.evidence.TunnelTraffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * What went through one CHILD_SA between two looks at it.
 *
 * @param waiting whether something had left after the last packet came in
 */
record Traffic(String peer, Duration watched, long packetsIn, long packetsOut, boolean waiting) {

  private static final long NEVER = Long.MAX_VALUE;

  /** Of each CHILD_SA of the connection that was there both times. */
  static List<Traffic> between(Snapshot first, Snapshot second, String connection) {
    var earlier = new HashMap<String, Tunnel.Child>();
    first
        .tunnelsOf(connection)
        .forEach(tunnel -> tunnel.children().forEach(child -> earlier.put(child.id(), child)));
    var watched = Duration.between(first.at(), second.at());
    var all = new ArrayList<Traffic>();
    for (var tunnel : second.tunnelsOf(connection)) {
      for (var child : tunnel.children()) {
        var before = earlier.get(child.id());
        if (before != null && !child.id().isEmpty() && child.carriesTraffic()) {
          all.add(between(tunnel.remote(), watched, before, child));
        }
      }
    }
    return all;
  }

  private static Traffic between(
      String peer, Duration watched, Tunnel.Child before, Tunnel.Child after) {
    return new Traffic(
        peer,
        watched,
        after.packetsIn() - before.packetsIn(),
        after.packetsOut() - before.packetsOut(),
        after.sinceOut().orElse(NEVER) < after.sinceIn().orElse(NEVER));
  }

  /** Something leaves, or has left, and is not answered yet. */
  boolean mayBeOneWay() {
    return packetsIn == 0 && (packetsOut > 0 || waiting);
  }

  TunnelTraffic evidence(String connection) {
    return new TunnelTraffic(connection, peer, watched, packetsIn, packetsOut, List.of());
  }
}
