package io.tunnelscope.app.runs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By which way a run was asked for. */
public enum Source {
  USER,
  API,
  CLI,
  UPLOAD,
  SCHEDULE,
  SLACK,
  ARM,
  /** Written as history, never run. */
  SEED;

  /** The name in the database and on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Source> parse(String wire) {
    return Arrays.stream(values()).filter(source -> source.wire().equals(wire)).findFirst();
  }
}
