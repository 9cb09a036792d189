package io.tunnelscope.app.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * Which entries to read; absent means any.
 *
 * @param before entries with a smaller sequence number
 * @param actor a part of the name of who did it or on whose behalf, in any case; or the whole id
 * @param action {@code run.start}, or {@code run} for all that begin with it
 * @param object exactly what it was done to
 * @param from at this time or later
 * @param to before this time
 */
public record AuditFilter(
    Optional<Long> before,
    Optional<String> actor,
    Optional<String> action,
    Optional<String> object,
    Optional<String> result,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** Whether it lets through whatever happened in its period. */
  boolean takesEverything() {
    return actor.isEmpty() && action.isEmpty() && object.isEmpty() && result.isEmpty();
  }

  JsonObject toJson() {
    var json = new JsonObject();
    actor.ifPresent(text -> json.put("actor", text));
    action.ifPresent(text -> json.put("action", text));
    object.ifPresent(text -> json.put("object", text));
    result.ifPresent(text -> json.put("result", text));
    from.ifPresent(at -> json.put("from", at.toString()));
    to.ifPresent(at -> json.put("to", at.toString()));
    return json;
  }
}
