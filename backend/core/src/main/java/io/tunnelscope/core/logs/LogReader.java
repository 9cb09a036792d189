package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the log files of one case. Every line may be in any dialect, so that mixed files are fine.
 * Streaming; one thread; never throws on junk.
 */
public final class LogReader {

  private final CaseNotes notes;
  private final Redaction redaction;
  private final ZonedDateTime observedAt;

  /**
   * @param redaction takes secrets out of what becomes evidence
   * @param observedAt times without a year are of the last such day before it, those without a zone
   *     of UTC
   */
  public LogReader(Redaction redaction, Instant observedAt) {
    this(redaction, observedAt.atZone(ZoneOffset.UTC));
  }

  /**
   * @param observedAt times without a zone are of its zone
   */
  public LogReader(Redaction redaction, ZonedDateTime observedAt) {
    this.redaction = redaction;
    this.observedAt = observedAt;
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
    var text = LogText.ofRecords(bytes);
    var file = file(name);
    var first = WrittenOrder.of(text, name, redaction, observedAt);
    if (first.isTurned()) {
      notes.newestFirst(name);
    }
    first.lines().forEach(file::line);
    while (text.next()) {
      if (first.isTurned()) {
        file.leaveOut();
      } else {
        file.line(text.line(name, redaction));
      }
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
    private final int[] hits;
    private final Envelope envelope = new Envelope();

    /** Files seldom change their dialect: the one that knew the last line is asked first. */
    private int last;

    private int lines;

    private File(String name) {
      this.name = name;
      dialects = Dialects.all(name, notes);
      hits = new int[dialects.size()];
    }

    void line(int number, String text) {
      line(new Line(name, number, text, redaction));
    }

    private void line(Line line) {
      lines++;
      if (line.isBlank()) {
        return;
      }
      var message = envelope.opened(line);
      if (read(message)) {
        return;
      }
      if (message != line) {
        readRow(line);
        return;
      }
      var found = envelope.found(line);
      if (found != line) {
        read(found);
      }
    }

    /** Of a table, whose other columns a dialect may know. */
    private void readRow(Line line) {
      if (line.page().charAt(line.from()) == '"') {
        read(line);
      }
    }

    private boolean read(Line line) {
      for (var i = 0; i < hits.length; i++) {
        // the last one first, then the others in their order
        var index = i == 0 ? last : i <= last ? i - 1 : i;
        if (dialects.get(index).read(line)) {
          hits[index]++;
          last = index;
          return true;
        }
      }
      return false;
    }

    private void leaveOut() {
      lines++;
      notes.cutOff();
    }

    FileSummary finish() {
      dialects.forEach(Dialect::finish);
      var most = 0;
      for (var index = 1; index < hits.length; index++) {
        most = hits[index] > hits[most] ? index : most;
      }
      var known = Arrays.stream(hits).sum();
      var kind = known == 0 ? LogKind.UNKNOWN : dialects.get(most).kind();
      return new FileSummary(kind, lines, known, false);
    }
  }
}
