package io.tunnelscope.core.diagnosis;

import java.util.Locale;

/** How sure a finding is, surest first. */
public enum Certainty {
  /** The proof excludes the other causes. */
  CERTAIN,
  LIKELY,
  POSSIBLE;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
