package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

/**
 * Points at proof.
 *
 * @param file name of the log file within its case
 * @param line first line is 1
 * @param text the line as it stands, secrets redacted, at most {@value #MAX_TEXT} characters
 */
public record EvidenceRef(String file, int line, String text) {

  /** Longer lines are cut and end in an ellipsis. */
  public static final int MAX_TEXT = 2_000;

  public EvidenceRef {
    requireNonNull(file, "file");
    requireNonNull(text, "text");
    if (line < 1) {
      throw new IllegalArgumentException("lines count from 1");
    }
    if (text.length() > MAX_TEXT) {
      text = text.substring(0, MAX_TEXT - 1) + "…";
    }
  }
}
