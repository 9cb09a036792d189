package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log line that was understood.
 *
 * @param side who found what the signal says
 * @param peer address of the other side, blank when the line does not tell
 * @param at empty when the line bears no time
 * @param facts details by name, such as {@code code} or {@code step}; values are redacted
 */
public record LogLine(
    Signal signal,
    Side side,
    ExchangeKind exchange,
    String peer,
    Optional<Instant> at,
    Map<String, String> facts,
    EvidenceRef ref)
    implements Evidence {

  public LogLine {
    requireNonNull(signal, "signal");
    requireNonNull(side, "side");
    requireNonNull(exchange, "exchange");
    requireNonNull(peer, "peer");
    requireNonNull(at, "at");
    requireNonNull(ref, "ref");
    facts = Map.copyOf(facts);
  }

  @Override
  public List<EvidenceRef> refs() {
    return List.of(ref);
  }

  public Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }
}
