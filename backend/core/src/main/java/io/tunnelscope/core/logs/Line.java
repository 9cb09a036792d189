package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.EvidenceRef;

/**
 * A line of a log file.
 *
 * @param text as it stands, secrets and all: what leaves this package goes through {@link #ref} or
 *     {@link #clean}
 */
record Line(String file, int number, String text, Redaction redaction) {

  /** The line as proof, secrets redacted. */
  EvidenceRef ref() {
    return new EvidenceRef(file, number, redaction.of(text));
  }

  /** A part of the line, secrets redacted. */
  String clean(String part) {
    return redaction.of(part);
  }

  /** The same line in no more memory than proof needs. */
  Line kept() {
    return text.length() <= EvidenceRef.MAX_TEXT
        ? this
        : new Line(file, number, ref().text(), redaction);
  }
}
