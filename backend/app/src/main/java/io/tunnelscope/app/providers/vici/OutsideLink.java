package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.EvidenceRef;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the link to the peers was lost, as the daemon wrote it down. */
final class OutsideLink {
  private static final Pattern DOWN = Pattern.compile("\\binterface (\\S{1,15}) deactivated\\b");
  private static final String UNSENT = "error writing to socket: ";

  private OutsideLink() {}

  /**
   * The lines that show it: an interface went away and did not come back, and since then the daemon
   * cannot send.
   */
  static Optional<List<EvidenceRef>> lost(BundleFile log) {
    var lines = log.text().lines().toList();
    for (var at = lines.size() - 1; at >= 0; at--) {
      var down = DOWN.matcher(lines.get(at));
      if (down.find() && !isBack(down.group(1), lines.subList(at, lines.size()))) {
        var since = at;
        return unsent(log.name(), lines, since)
            .map(ref -> List.of(new EvidenceRef(log.name(), since + 1, lines.get(since)), ref));
      }
    }
    return Optional.empty();
  }

  private static boolean isBack(String name, List<String> later) {
    return later.stream().anyMatch(line -> line.contains("interface " + name + " activated"));
  }

  private static Optional<EvidenceRef> unsent(String file, List<String> lines, int from) {
    for (var at = lines.size() - 1; at > from; at--) {
      if (lines.get(at).contains(UNSENT)) {
        return Optional.of(new EvidenceRef(file, at + 1, lines.get(at)));
      }
    }
    return Optional.empty();
  }
}
