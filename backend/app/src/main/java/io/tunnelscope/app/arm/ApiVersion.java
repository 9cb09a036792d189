package io.tunnelscope.app.arm;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The {@code api-version} of a request. Azure's answers here have been the same in all of them, so
 * any from the first on will do, and nothing depends on which.
 */
final class ApiVersion {
  private static final LocalDate FIRST = LocalDate.of(2016, 3, 30);
  private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(-preview)?");

  /** For clients that choose one out of what we say we have, the newest first. */
  static final List<String> OFFERED =
      List.of(
          "2024-10-01",
          "2024-05-01",
          "2023-09-01",
          "2023-04-01",
          "2022-07-01",
          "2022-01-01",
          "2021-08-01",
          "2020-11-01",
          "2020-03-01",
          "2019-11-01",
          "2018-11-01",
          "2017-10-01");

  private ApiVersion() {}

  static boolean isKnown(String text) {
    var parts = FORM.matcher(text);
    return parts.matches() && isNotBeforeFirst(parts.group(1));
  }

  private static boolean isNotBeforeFirst(String date) {
    try {
      return !LocalDate.parse(date).isBefore(FIRST);
    } catch (DateTimeParseException _) {
      return false;
    }
  }
}
