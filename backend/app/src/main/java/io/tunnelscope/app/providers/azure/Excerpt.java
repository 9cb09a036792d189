package io.tunnelscope.app.providers.azure;

import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.logs.Redaction;
import java.util.Optional;

/**
 * What Azure said, as a text file of the run's bundle: a name and a value a line, without secrets.
 * Each line can be pointed at. One thread.
 */
final class Excerpt {
  private static final int MOST_LINES = 1_000;

  private final String file;
  private final Redaction redaction;
  private final StringBuilder text = new StringBuilder();
  private int lines;

  Excerpt(String file, Redaction redaction) {
    this.file = file;
    this.redaction = redaction;
  }

  /** Points at the line; at the last one when the file is full. */
  EvidenceRef say(String name, String value) {
    var line = redaction.of(name + " : " + onOneLine(value));
    if (lines < MOST_LINES) {
      lines++;
      text.append(line).append('\n');
    }
    return new EvidenceRef(file, lines, line);
  }

  /** Empty when nothing was said. */
  Optional<BundleFile> file() {
    return lines == 0 ? Optional.empty() : Optional.of(new BundleFile(file, text.toString()));
  }

  /** Whatever would end a line here or there. */
  private static String onOneLine(String value) {
    var line = new StringBuilder(value.length());
    value
        .codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
