package io.tunnelscope.app.providers.vici;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Picks the lines of a gateway's log that are about one connection. A line that names an IKE_SA
 * belongs to the connection that SA turned out to be of, else to the one whose peer it names; lines
 * that name neither may be about all of them and stay.
 */
final class ConnectionLines {
  private final LoadedConnection mine;
  private final Set<String> strangers = new HashSet<>();

  /** Of each IKE_SA whose connection is known. */
  private final Map<String, String> owners = new HashMap<>();

  private ConnectionLines(LoadedConnection mine, Collection<LoadedConnection> all) {
    this.mine = mine;
    all.stream()
        .filter(other -> !other.name().equals(mine.name()))
        .flatMap(other -> other.hosts().stream())
        .filter(host -> !mine.hosts().contains(host))
        .forEach(strangers::add);
  }

  /**
   * @param lines of one daemon's life, in which numbers of SAs are unique
   * @param all that the gateway has loaded
   */
  static List<String> of(
      LoadedConnection mine, Collection<LoadedConnection> all, List<String> lines) {
    var picking = new ConnectionLines(mine, all);
    lines.forEach(picking::learn);
    if (picking.owners.isEmpty()) {
      return lines; // one line without its neighbours tells less than nothing
    }
    return lines.stream().filter(picking::isMine).toList();
  }

  private void learn(String line) {
    CharonLine.of(line)
        .filter(said -> !said.sa().isEmpty())
        .ifPresent(
            said -> {
              if (!said.connection().isEmpty()) {
                owners.put(said.sa(), said.connection());
              } else if (!owners.containsKey(said.sa()) && isOfStranger(said.message())) {
                owners.put(said.sa(), "");
              }
            });
  }

  private boolean isMine(String line) {
    return CharonLine.of(line)
        .map(
            said ->
                said.sa().isEmpty()
                    ? !isOfStranger(said.message())
                    : owners.getOrDefault(said.sa(), mine.name()).equals(mine.name()))
        .orElse(true);
  }

  private boolean isOfStranger(String message) {
    return strangers.stream().anyMatch(host -> names(message, host))
        && mine.hosts().stream().noneMatch(host -> names(message, host));
  }

  /** Not {@code 192.0.2.1} where {@code 192.0.2.17} stands. */
  private static boolean names(String message, String host) {
    for (var at = message.indexOf(host); at >= 0; at = message.indexOf(host, at + 1)) {
      var end = at + host.length();
      if ((at == 0 || !isOfAddress(message.charAt(at - 1)))
          && (end == message.length() || !isOfAddress(message.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfAddress(char c) {
    return Character.digit(c, 16) >= 0 || c == ':';
  }
}
