package io.tunnelscope.app.commands;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a run must have come to for a channel that wants to hear of a target. */
public enum Occasion {
  /** The target is unhealthy and was not, or is looked at for the first time. */
  UNHEALTHY,
  /** Something differs from the run before. */
  CHANGED,
  /** The target is healthy and was not. */
  RECOVERED,
  /** Any end of a run but a cancelled one. */
  ALL;

  /** As it is typed. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Occasion> of(String written) {
    return Arrays.stream(values()).filter(each -> each.written().equals(written)).findFirst();
  }
}
