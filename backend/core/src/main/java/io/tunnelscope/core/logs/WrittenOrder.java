package io.tunnelscope.core.logs;

import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first lines of a log in the order in which they were written. Some logs show the newest
 * first: those of {@code journalctl --reverse}, of the pages of devices, of queries that sort by
 * time. Their times fall more often than they rise; they are turned around, as far as they can be
 * held, and the oldest of a very long one are left out.
 *
 * @param lines the beginning of a log; of one that shows the newest first, all that was held
 * @param isTurned whether it shows the newest first
 */
record WrittenOrder(List<Line> lines, boolean isTurned) {

  /** How much of each log is looked at, in characters. */
  private static final int BEGINNING = 128 * 1024;

  /** Times that change more often are not looked at. */
  private static final int ENOUGH_CHANGES = 64;

  /** A log that was put together from two parts falls once, whatever its order. */
  private static final int FEWEST_FALLS = 2;

  /** How much of a log is turned around, in characters. */
  private static final int MOST_HELD = 16 << 20;

  /** What a line takes besides its text: many may be empty. */
  private static final int BESIDES = 100;

  /** Long enough for a date and a time, to the second. */
  private static final int STAMP = 20;

  /**
   * @param text at its beginning; moves behind the lines
   */
  static WrittenOrder of(LogText text, String file, Redaction redaction, ZonedDateTime observedAt)
      throws IOException {
    var lines = new ArrayList<Line>();
    read(text, file, redaction, lines, BEGINNING);
    if (!isNewestFirst(lines, observedAt)) {
      return new WrittenOrder(lines, false);
    }
    read(text, file, redaction, lines, MOST_HELD);
    return new WrittenOrder(turned(lines, observedAt), true);
  }

  private static void read(
      LogText text, String file, Redaction redaction, List<Line> lines, int most)
      throws IOException {
    var held = 0;
    while (held < most && text.next()) {
      var line = new Line(file, text.number(), text.line(), redaction);
      lines.add(line);
      held += line.length() + BESIDES;
    }
  }

  private static boolean isNewestFirst(List<Line> lines, ZonedDateTime observedAt) {
    var rises = 0;
    var falls = 0;
    Instant last = null;
    var lastText = "";
    for (var line : lines) {
      if (!isEnvelope(line) && line.text().regionMatches(0, lastText, 0, STAMP)) {
        continue;
      }
      var at = time(line, observedAt);
      if (at.isEmpty()) {
        continue;
      }
      rises += last != null && at.get().isAfter(last) ? 1 : 0;
      falls += last != null && at.get().isBefore(last) ? 1 : 0;
      if (rises + falls >= ENOUGH_CHANGES) {
        break;
      }
      last = at.get();
      lastText = line.text();
    }
    return falls >= FEWEST_FALLS && falls > rises;
  }

  /** A line without a time belongs to the entry above it. */
  private static List<Line> turned(List<Line> lines, ZonedDateTime observedAt) {
    var turned = new ArrayList<Line>(lines.size());
    var end = lines.size();
    for (var at = lines.size() - 1; at >= 0; at--) {
      if (at == 0 || time(lines.get(at), observedAt).isPresent()) {
        turned.addAll(lines.subList(at, end));
        end = at;
      }
    }
    return turned;
  }

  /** Its own, or that of the envelope which it is; not that of an entry of several lines. */
  private static Optional<Instant> time(Line line, ZonedDateTime observedAt) {
    return isEnvelope(line) ? new Envelope().opened(line).time(observedAt) : line.time(observedAt);
  }

  private static boolean isEnvelope(Line line) {
    return line.text().startsWith("{");
  }
}
