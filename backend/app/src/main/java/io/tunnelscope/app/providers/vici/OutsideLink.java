package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.EvidenceRef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A link to the peers that was lost, as the daemon wrote it down.
 *
 * @param name of the interface
 * @param proof the lines that show it
 */
record OutsideLink(String name, List<EvidenceRef> proof) {
  private static final Pattern CHANGE =
      Pattern.compile("\\binterface (\\S{1,15}) (activated|deactivated)\\b");
  private static final String UNSENT = "error writing to socket: ";
  private static final String RECEIVED = "received packet: from ";

  OutsideLink {
    proof = List.copyOf(proof);
  }

  /**
   * An interface went away and did not come back, since then the daemon cannot send, and it hears
   * from nobody any more.
   */
  static Optional<OutsideLink> lost(BundleFile log) {
    var lines = log.text().lines().toList();
    var back = new HashSet<String>();
    var unsent = Optional.<EvidenceRef>empty();
    for (var at = lines.size() - 1; at >= 0; at--) {
      var line = lines.get(at);
      if (unsent.isEmpty() && line.contains(RECEIVED)) {
        return Optional.empty();
      }
      if (unsent.isEmpty() && line.contains(UNSENT)) {
        unsent = Optional.of(new EvidenceRef(log.name(), at + 1, line));
      }
      var name = downFor(line, back);
      if (unsent.isPresent() && name.isPresent()) {
        var down = new EvidenceRef(log.name(), at + 1, line);
        return Optional.of(new OutsideLink(name.get(), List.of(down, unsent.get())));
      }
    }
    return Optional.empty();
  }

  /**
   * The interface that the line says goes away.
   *
   * @param back those that came back later; one that this line brings back is added
   */
  private static Optional<String> downFor(String line, HashSet<String> back) {
    if (!line.contains("activated")) {
      return Optional.empty();
    }
    var change = CHANGE.matcher(line);
    if (!change.find()) {
      return Optional.empty();
    }
    var name = change.group(1);
    if (change.group(2).equals("activated")) {
      back.add(name);
      return Optional.empty();
    }
    return Optional.of(name).filter(down -> !back.contains(down));
  }
}
