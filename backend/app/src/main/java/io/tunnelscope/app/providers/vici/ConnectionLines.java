package io.tunnelscope.app.providers.vici;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Picks the lines of a gateway's log that are about one connection. A line that names an IKE_SA
 * belongs to the connection that SA turned out to be of, else to the one whose peer it names; lines
 * that name neither may be about all of them and stay.
 */
final class ConnectionLines {
  private static final String NOT_MINE = "";

  private final String mine;
  private final Peers peers;

  /** Of each IKE_SA whose connection is known. */
  private final Map<String, String> owners = new HashMap<>();

  private final List<Entry> entries = new ArrayList<>();
  private int life;

  /**
   * A line and what it is about.
   *
   * @param sa blank where it names none
   */
  private record Entry(String line, String sa, Optional<CharonLine> said) {}

  private ConnectionLines(LoadedConnection connection, Collection<LoadedConnection> all) {
    this.mine = connection.name();
    this.peers = Peers.of(connection, all);
  }

  /**
   * @param all that the gateway has loaded
   * @param lines of a daemon, in order; where it was started again, numbers of SAs begin anew
   */
  static List<String> of(
      LoadedConnection connection, Collection<LoadedConnection> all, List<String> lines) {
    var picking = new ConnectionLines(connection, all);
    lines.forEach(picking::learn);
    if (picking.owners.isEmpty()) {
      return lines; // one line without its neighbours tells less than nothing
    }
    return picking.entries.stream().filter(picking::isMine).map(Entry::line).toList();
  }

  private void learn(String line) {
    var said = CharonLine.of(line);
    life += said.filter(CharonLine::isStart).isPresent() ? 1 : 0;
    var sa = said.map(CharonLine::sa).filter(id -> !id.isEmpty()).map(id -> life + "/" + id);
    entries.add(new Entry(line, sa.orElse(""), said));
    sa.ifPresent(id -> learn(id, said.get()));
  }

  private void learn(String sa, CharonLine said) {
    if (!said.connection().isEmpty()) {
      owners.put(sa, said.connection());
    } else if (!owners.containsKey(sa) && peers.areNotIn(said.message())) {
      owners.put(sa, NOT_MINE);
    }
  }

  private boolean isMine(Entry entry) {
    return entry.sa().isEmpty()
        ? entry.said().filter(said -> peers.areNotIn(said.message())).isEmpty()
        : owners.getOrDefault(entry.sa(), mine).equals(mine);
  }
}
