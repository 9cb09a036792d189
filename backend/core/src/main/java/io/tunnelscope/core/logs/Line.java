package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.EvidenceRef;

/**
 * A line of a log file.
 *
 * @param text secrets redacted
 */
record Line(String file, int number, String text) {

  EvidenceRef ref() {
    return new EvidenceRef(file, number, text);
  }
}
