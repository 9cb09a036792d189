package io.tunnelscope.core.diagnosis;

import java.util.Locale;

/** How bad it is, mildest first. */
public enum Severity {
  OK,
  /** Worth knowing; traffic may still flow. */
  WARNING,
  /** Mends itself, or is being worked on. */
  TRANSIENT,
  ERROR;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
