package io.tunnelscope.app.providers.vici;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/** Puts together what a gateway said of itself. */
final class Seen {
  private final Instant at;
  private final SequencedMap<String, LoadedConnection> loaded = new LinkedHashMap<>();
  private final Map<String, List<Tunnel>> tunnels = new HashMap<>();
  private Optional<Instant> since = Optional.empty();
  private Map<String, Long> rekeyed = Map.of();
  private boolean listsTunnels = true;

  private Seen(Instant at) {
    this.at = at;
  }

  static Seen at(Instant at) {
    return new Seen(at);
  }

  Seen since(Instant start) {
    since = Optional.of(start);
    return this;
  }

  Seen loaded(ViciMessage... listed) {
    for (var each : listed) {
      each.sections().forEach((name, said) -> loaded.put(name, LoadedConnection.of(name, said)));
    }
    return this;
  }

  Seen tunnels(ViciMessage... listed) {
    for (var each : listed) {
      each.sections()
          .forEach(
              (name, said) ->
                  tunnels
                      .computeIfAbsent(name, _ -> new ArrayList<>())
                      .add(Tunnel.of(name, said, at)));
    }
    return this;
  }

  Seen withoutTunnels() {
    listsTunnels = false;
    return this;
  }

  Seen rekeyed(String connection, long times) {
    rekeyed = Map.of(connection, times);
    return this;
  }

  Snapshot build() {
    return new Snapshot(
        at,
        "strongSwan 5.9.8",
        false,
        since,
        Optional.of(Collections.unmodifiableSequencedMap(loaded)),
        listsTunnels ? Optional.of(Map.copyOf(tunnels)) : Optional.empty(),
        Set.of(),
        Map.of(),
        rekeyed,
        OptionalInt.of(1),
        List.of());
  }
}
