package io.tunnelscope.app.providers.azure;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a run has got, for the try after a crash. Written once before the start, with the moment
 * alone, and once after it, with the operation: a bookmark without one says that a start may have
 * been sent whose answer was lost.
 *
 * @param since by Azure's clock, before the start
 */
record Bookmark(Instant since, Optional<Operation> operation) {
  Bookmark {
    requireNonNull(since, "since");
    requireNonNull(operation, "operation");
  }

  /** A run that has not begun to start anything. */
  static final String NONE = "";

  static Bookmark starting(Instant since) {
    return new Bookmark(since, Optional.empty());
  }

  Bookmark at(Operation started) {
    return new Bookmark(since, Optional.of(started));
  }

  String text() {
    var json = new JsonObject().put("since", since.toString());
    operation.ifPresent(
        known -> {
          json.put("operation", true);
          known.status().ifPresent(address -> json.put("status", address));
          known.location().ifPresent(address -> json.put("location", address));
        });
    return json.encode();
  }

  /** Empty when there is none, or none that this version wrote. */
  static Optional<Bookmark> parse(String text) {
    if (text.equals(NONE)) {
      return Optional.empty();
    }
    try {
      var said = new Members(new JsonObject(text));
      var operation = new Operation(said.address("status"), said.address("location"));
      return said.time("since")
          .map(since -> new Bookmark(since, said.text("operation").map(_ -> operation)));
    } catch (DecodeException _) {
      return Optional.empty();
    }
  }
}
