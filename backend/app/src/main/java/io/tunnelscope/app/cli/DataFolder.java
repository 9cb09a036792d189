package io.tunnelscope.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where {@code demo} keeps its data when it is not told. */
final class DataFolder {
  private DataFolder() {}

  /** In the checkout; in the person's home where the checkout is read-only. */
  static Path byDefault(Terminal terminal) {
    var candidates = candidates(terminal);
    return candidates.stream()
        .filter(DataFolder::canHold)
        .findFirst()
        .orElse(candidates.getFirst());
  }

  static List<Path> candidates(Terminal terminal) {
    var folders = new ArrayList<Path>();
    folders.add(terminal.home().resolve(".tunnelscope/demo"));
    var home = terminal.environment().getOrDefault("HOME", "");
    if (!home.isEmpty()) {
      folders.add(Path.of(home, ".tunnelscope/demo"));
    }
    return folders;
  }

  private static boolean canHold(Path folder) {
    for (Path each = folder; each != null; each = each.getParent()) {
      if (Files.exists(each)) {
        return Files.isDirectory(each) && Files.isWritable(each);
      }
    }
    return false;
  }
}
