package io.tunnelscope.core.logs;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What several log files tell of one side, in the order of its times. A daemon often writes the
 * same lines to two files: they are told once.
 */
final class Chronicle {

  private static final int LONGEST_STAMP = 36;
  private static final int SHORTEST_MESSAGE = 16;

  private Chronicle() {}

  /**
   * @param at the time of the line, or of the last one before it that bears one; files without
   *     times come first, in the order in which they were read
   */
  private record Dated(Instant at, Noted noted) {}

  static List<Noted> of(List<Noted> lines, ZonedDateTime observedAt) {
    var byFile = new LinkedHashMap<String, List<Noted>>();
    for (var line : lines) {
      byFile.computeIfAbsent(line.line().file(), _ -> new ArrayList<>()).add(line);
    }
    // each file's dates never fall, and sorting is stable: this merges the files, line by line
    return withoutRepetitions(
        byFile.values().stream()
            .map(file -> dated(file, observedAt))
            .sorted(comparing(file -> file.getFirst().at()))
            .flatMap(List::stream)
            .sorted(comparing(Dated::at))
            .toList());
  }

  private static List<Dated> dated(List<Noted> file, ZonedDateTime observedAt) {
    file.sort(comparingInt(Noted::order));
    var latest = Instant.EPOCH;
    var dated = new ArrayList<Dated>();
    for (var line : file) {
      var at = line.time(observedAt).orElse(latest);
      latest = at.isAfter(latest) ? at : latest;
      dated.add(new Dated(latest, line));
    }
    return dated;
  }

  private static List<Noted> withoutRepetitions(List<Dated> lines) {
    var told = new ArrayList<Noted>();
    var ofSecond = new ArrayList<Noted>();
    var second = Instant.EPOCH;
    for (var line : lines) {
      var itsSecond = line.at().truncatedTo(ChronoUnit.SECONDS);
      if (!itsSecond.equals(second)) {
        ofSecond.clear();
        second = itsSecond;
      }
      if (ofSecond.stream().noneMatch(other -> repeats(line.noted(), other))) {
        told.add(line.noted());
        ofSecond.add(line.noted());
      }
    }
    return told;
  }

  /** All but the time, and what a syslog daemon puts behind it, is the same in both files. */
  private static boolean repeats(Noted one, Noted other) {
    if (one.line().file().equals(other.line().file()) || one.signal() != other.signal()) {
      return false;
    }
    var first = one.line().text();
    var second = other.line().text();
    var most = Math.min(first.length(), second.length());
    var alike = 0;
    while (alike < most
        && first.charAt(first.length() - 1 - alike) == second.charAt(second.length() - 1 - alike)) {
      alike++;
    }
    return alike >= Math.max(SHORTEST_MESSAGE, most - LONGEST_STAMP);
  }
}
