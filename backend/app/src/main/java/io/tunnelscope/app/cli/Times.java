package io.tunnelscope.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Instants of our wire forms for people, in UTC, so that two people read the same. */
final class Times {
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private Times() {}

  /** An instant, or nothing for an absent one. */
  static String at(String iso) {
    try {
      return TO_THE_SECOND.format(Instant.parse(iso));
    } catch (DateTimeParseException _) {
      return "";
    }
  }

  static String period(String from, String to) {
    try {
      var took = Duration.between(Instant.parse(from), Instant.parse(to));
      return "%s UTC, %s s".formatted(at(from), tenths(took));
    } catch (DateTimeParseException _) {
      return at(from);
    }
  }

  private static String tenths(Duration took) {
    return Long.toString(took.toSeconds()) + "." + took.toMillisPart() / 100;
  }
}
