package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the log files of one case. Every line may be in any dialect, so that mixed files are fine.
 * Streaming; one thread; never throws on junk.
 */
public final class LogReader {

  private final CaseNotes notes;
  private final Redaction redaction;

  /**
   * @param redaction takes secrets out of what becomes evidence
   * @param observedAt times without a year are of the last such day before it
   */
  public LogReader(Redaction redaction, Instant observedAt) {
    this.redaction = redaction;
    notes = new CaseNotes(observedAt);
  }

  /**
   * What a file turned out to be.
   *
   * @param kind the dialect most of its lines are written in
   * @param lines all lines, whatever they are
   * @param known lines in a known dialect
   * @param empty whether it holds nothing but a byte order mark
   */
  public record FileSummary(LogKind kind, int lines, int known, boolean empty) {}

  /** Reads a file to its end; does not close it. */
  public FileSummary read(String name, InputStream bytes) throws IOException {
    var text = LogText.of(bytes);
    var file = file(name);
    while (text.next()) {
      file.line(text.number(), text.line());
    }
    var summary = file.finish();
    return text.hasContent() ? summary : new FileSummary(LogKind.UNKNOWN, 0, 0, true);
  }

  /** The evidence of all files read so far. */
  public List<Evidence> evidence() {
    return notes.all();
  }

  /** Starts a file whose lines are handed over one by one. */
  File file(String name) {
    return new File(name);
  }

  /** A file while it is read. */
  final class File {
    private final String name;
    private final List<Dialect> dialects;
    private final Map<LogKind, Integer> hits = new EnumMap<>(LogKind.class);

    /** Files seldom change their dialect: the one that knew the last line is asked first. */
    private int last;

    private int lines;

    private File(String name) {
      this.name = name;
      dialects = Dialects.all(name, notes);
    }

    void line(int number, String text) {
      lines++;
      if (text.isBlank()) {
        return;
      }
      var line = new Line(name, number, text, redaction);
      if (hit(dialects.get(last), line)) {
        return;
      }
      for (var index = 0; index < dialects.size(); index++) {
        if (index != last && hit(dialects.get(index), line)) {
          last = index;
          return;
        }
      }
    }

    FileSummary finish() {
      dialects.forEach(Dialect::finish);
      var known = hits.values().stream().mapToInt(Integer::intValue).sum();
      var kind =
          hits.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElse(LogKind.UNKNOWN);
      return new FileSummary(kind, lines, known, false);
    }

    private boolean hit(Dialect dialect, Line line) {
      if (!dialect.read(line)) {
        return false;
      }
      hits.merge(dialect.kind(), 1, Integer::sum);
      return true;
    }
  }
}
