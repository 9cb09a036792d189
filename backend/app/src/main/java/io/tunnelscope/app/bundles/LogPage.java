package io.tunnelscope.app.bundles;

import java.util.List;

/**
 * Some lines of a log file.
 *
 * @param fromLine number of the first one; lines count from 1
 * @param lines fewer than were asked for at the end of the file, or when they are very long
 */
public record LogPage(String name, long fromLine, List<String> lines, long totalLines) {
  public LogPage {
    lines = List.copyOf(lines);
  }
}
