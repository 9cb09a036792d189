package io.tunnelscope.app.commands;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When a channel wants to hear of a target. */
public enum Occasion {
  UNHEALTHY,
  CHANGED,
  RECOVERED,
  ALL;

  /** As it is typed. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Occasion> of(String written) {
    return Arrays.stream(values()).filter(each -> each.written().equals(written)).findFirst();
  }
}
