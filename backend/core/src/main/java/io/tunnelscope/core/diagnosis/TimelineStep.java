package io.tunnelscope.core.diagnosis;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Signal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One step of a negotiation as its log tells it.
 *
 * @param at empty when the line bears no time; of the first of several
 * @param direction as the side that wrote the log saw it
 * @param times how often it was seen in a row
 * @param detail what was offered, or the code of a failure, in no language; may be blank
 * @param file and {@code line}: where it stands
 */
public record TimelineStep(
    Optional<Instant> at,
    Direction direction,
    ExchangeKind exchange,
    Signal event,
    int times,
    String detail,
    String file,
    int line) {

  /** Which way something went. */
  public enum Direction {
    SENT,
    RECEIVED,
    /** Nothing went over the wire by this step itself. */
    NONE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public TimelineStep {
    requireNonNull(at, "at");
    requireNonNull(direction, "direction");
    requireNonNull(exchange, "exchange");
    requireNonNull(event, "event");
    requireNonNull(detail, "detail");
    requireNonNull(file, "file");
  }

  /** Whether the other step says the same again. */
  boolean isRepeatedBy(TimelineStep other) {
    return event == other.event
        && exchange == other.exchange
        && direction == other.direction
        && detail.equals(other.detail)
        && file.equals(other.file);
  }

  TimelineStep onceMore() {
    return new TimelineStep(at, direction, exchange, event, times + 1, detail, file, line);
  }
}
