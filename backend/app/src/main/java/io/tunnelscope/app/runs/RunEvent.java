package io.tunnelscope.app.runs;

import io.tunnelscope.app.refusal.Text;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Something that happened to a run, in no language.
 *
 * @param seq from 1, without gaps
 */
public record RunEvent(int seq, Instant at, Kind kind, JsonObject body) {

  /** What a run is about, for who waits. */
  public record Doing(Text words, int percent) {}

  /** What kind of thing happened. Nothing comes after {@code DONE}. */
  public enum Kind {
    STATE,
    PROGRESS,
    DONE
  }
}
