package io.tunnelscope.core.logs;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.Map;

/**
 * What a line says, in terms of the protocol. A long log says things millions of times, so this is
 * all that is made of a line until it is known that the line is kept.
 *
 * @param facts details by name; secrets in them are redacted when the line is kept
 */
record Said(Signal signal, Side side, ExchangeKind exchange, Map<String, String> facts) {

  Said {
    requireNonNull(signal, "signal");
    requireNonNull(side, "side");
    requireNonNull(exchange, "exchange");
    requireNonNull(facts, "facts");
  }

  static Said of(Signal signal, Side side, ExchangeKind exchange) {
    return new Said(signal, side, exchange, Map.of());
  }
}
