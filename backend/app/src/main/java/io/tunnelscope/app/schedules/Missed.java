package io.tunnelscope.app.schedules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of times that passed while nobody was there to start runs. */
enum Missed {
  /** Nothing: the next time is the next one. */
  SKIP,
  /** One round for all of them, as soon as somebody is there again. */
  ONCE;

  /** The name in the database and on the wire. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Missed> parse(String wire) {
    return Arrays.stream(values()).filter(missed -> missed.wire().equals(wire)).findFirst();
  }
}
