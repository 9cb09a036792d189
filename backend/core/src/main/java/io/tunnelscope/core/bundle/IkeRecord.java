package io.tunnelscope.core.bundle;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * One thing a gateway did, to be written into its IKE logs.
 *
 * @param message a sentence without line breaks
 * @param windowsError a Windows error number when it is a failure
 * @param failedAt which side found the failure; meaningless without an error number
 */
public record IkeRecord(
    Instant at,
    Way way,
    ExchangeKind exchange,
    String message,
    OptionalInt windowsError,
    Side failedAt) {

  /** Which way the message went. */
  public enum Way {
    SEND,
    RECEIVED,
    LOCAL
  }

  public IkeRecord {
    requireNonNull(at, "at");
    requireNonNull(way, "way");
    requireNonNull(exchange, "exchange");
    requireNonNull(windowsError, "windowsError");
    requireNonNull(failedAt, "failedAt");
    if (message.lines().count() > 1) {
      throw new IllegalArgumentException("a record is one line");
    }
  }

  public static IkeRecord of(Instant at, Way way, ExchangeKind exchange, String message) {
    return new IkeRecord(at, way, exchange, message, OptionalInt.empty(), Side.UNKNOWN);
  }

  public static IkeRecord failure(
      Instant at, ExchangeKind exchange, String message, int windowsError, Side failedAt) {
    return new IkeRecord(at, Way.LOCAL, exchange, message, OptionalInt.of(windowsError), failedAt);
  }
}
