package io.tunnelscope.app.gateways;

import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a gateway says it has, held against what is known of it. Names of strongSwan are told apart
 * as it does, with their case. Pure.
 *
 * @param present names that are loaded there and known here by now, in the gateway's order
 * @param added those of them that were not known before
 * @param notLoaded names that are known here and not loaded there; they stay
 * @param ignored how many more are loaded there: too many, or with names that nothing can hold
 */
record RollCall(List<String> present, List<Connection> added, List<String> notLoaded, int ignored) {

  /** Connections that are kept of one gateway. */
  static final int MOST = 1_000;

  private static final int LONGEST_NAME = 200;

  static RollCall of(Gateway gateway, List<Connection> known, List<String> answered) {
    var names = new HashSet<String>();
    var ids = new HashSet<ArmId>();
    for (var connection : known) {
      names.add(connection.ownName());
      ids.add(connection.id());
    }
    var present = new ArrayList<String>();
    var added = new ArrayList<Connection>();
    int ignored = 0;
    for (var name : new LinkedHashSet<>(answered)) {
      if (names.contains(name)) {
        present.add(name);
      } else if (known.size() + added.size() < MOST && newcomer(gateway, name, ids, added)) {
        present.add(name);
      } else {
        ignored++;
      }
    }
    var loaded = Set.copyOf(answered);
    var notLoaded =
        known.stream().map(Connection::ownName).filter(name -> !loaded.contains(name)).toList();
    return new RollCall(List.copyOf(present), List.copyOf(added), notLoaded, ignored);
  }

  private static boolean newcomer(
      Gateway gateway, String name, Set<ArmId> taken, List<Connection> added) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      return false;
    }
    var id =
        StrongswanId.ofConnection(gateway.id(), name)
            .filter(plain -> !taken.contains(plain))
            .or(() -> StrongswanId.inDigits(gateway.id(), name));
    id.ifPresent(
        free -> {
          taken.add(free);
          added.add(new Connection(free, gateway, name, ConnectionKind.IPSEC));
        });
    return id.isPresent();
  }
}
