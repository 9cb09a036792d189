package io.tunnelscope.core.logs;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a line says, in terms of the protocol. A long log says things millions of times, so this is
 * all that is made of a line until it is known that the line is kept.
 *
 * @param connection name of the connection it is said of, where a daemon tells several with one
 *     peer apart; else blank
 * @param details facts by name, read from the text of the line once it is kept; secrets in them are
 *     redacted then
 */
record Said(
    Signal signal,
    Side side,
    ExchangeKind exchange,
    String connection,
    Function<String, Map<String, String>> details) {

  Said {
    requireNonNull(signal, "signal");
    requireNonNull(side, "side");
    requireNonNull(exchange, "exchange");
    requireNonNull(connection, "connection");
    requireNonNull(details, "details");
  }

  Said(
      Signal signal,
      Side side,
      ExchangeKind exchange,
      Function<String, Map<String, String>> details) {
    this(signal, side, exchange, "", details);
  }

  Said(Signal signal, Side side, ExchangeKind exchange, Map<String, String> facts) {
    this(signal, side, exchange, _ -> facts);
  }

  static Said of(Signal signal, Side side, ExchangeKind exchange) {
    return new Said(signal, side, exchange, Said::nothing);
  }

  /** The same of this connection. */
  Said about(String name) {
    return new Said(signal, side, exchange, name, details);
  }

  /** Whether both name their connection, and not the same. */
  boolean isOfAnotherThan(Said other) {
    return !connection.isEmpty()
        && !other.connection.isEmpty()
        && !connection.equals(other.connection);
  }

  /** The same with one more fact. */
  Said with(String fact, String value) {
    return new Said(
        signal,
        side,
        exchange,
        connection,
        text -> {
          var more = new HashMap<>(details.apply(text));
          more.put(fact, value);
          return more;
        });
  }

  private static Map<String, String> nothing(String text) {
    return Map.of();
  }
}
