package io.tunnelscope.app.slack;

import io.tunnelscope.app.http.Query;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the button of a run says of it: which it is, and how it was told. Whether it was active the
 * run knows.
 */
record Again(UUID run, boolean isPrivate, boolean isQuiet) {
  private static final String PRIVATE = "private";
  private static final String QUIET = "quiet";

  /** Empty for what no button of ours holds. */
  static Optional<Again> read(String value) {
    var words = List.of(value.split(" ", 4));
    return Query.parseUuid(words.getFirst())
        .map(run -> new Again(run, words.contains(PRIVATE), words.contains(QUIET)));
  }

  /** As the value of a button. */
  String written() {
    return run + (isPrivate ? " " + PRIVATE : "") + (isQuiet ? " " + QUIET : "");
  }
}
