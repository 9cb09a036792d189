package io.tunnelscope.core.logs;

import java.io.IOException;
import java.io.InputStream;

/** Makes the text of a log that may be stored and shown. */
public final class LogCopy {

  private LogCopy() {}

  /**
   * Writes the log line by line with secrets redacted; lines end in LF, and their numbers are those
   * that evidence points at. Overlong lines are cut as readers cut them; records of JSON have a
   * line each, as readers take them.
   *
   * @param in read to its end, not closed
   * @return the number of lines
   */
  public static int redacted(InputStream in, Redaction redaction, Appendable out)
      throws IOException {
    var text = LogText.ofRecords(in);
    var lines = 0;
    var clean = new RedactedText(redaction);
    while (text.next()) {
      out.append(clean.line(text.line())).append('\n');
      lines++;
    }
    return lines;
  }
}
