package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One IKE exchange as one side saw it: what was sent, answered, refused or repeated.
 *
 * @param peer address of the other side, blank when unknown
 * @param local address under which this side talks to it, blank when unknown
 * @param retransmits how often a request was repeated
 * @param lines what was understood of it, in order of the log; never empty
 */
public record IkeExchange(
    ExchangeKind kind,
    Role role,
    String peer,
    String local,
    Outcome outcome,
    int retransmits,
    List<LogLine> lines)
    implements Evidence {

  /** How an exchange ended. */
  public enum Outcome {
    SUCCEEDED,
    REFUSED_HERE,
    REFUSED_BY_PEER,
    /** Refused; the log does not say by whom. */
    FAILED,
    UNANSWERED,
    /** The log ends before the exchange does. */
    OPEN
  }

  public IkeExchange {
    requireNonNull(kind, "kind");
    requireNonNull(role, "role");
    requireNonNull(peer, "peer");
    requireNonNull(local, "local");
    requireNonNull(outcome, "outcome");
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("an exchange without a line was not seen");
    }
  }

  @Override
  public List<EvidenceRef> refs() {
    return lines.stream().map(LogLine::ref).toList();
  }

  public boolean has(Signal signal) {
    return lines.stream().anyMatch(line -> line.signal() == signal);
  }

  public Optional<LogLine> first(Signal signal) {
    return lines.stream().filter(line -> line.signal() == signal).findFirst();
  }

  public Optional<LogLine> last(Signal signal) {
    return lines.reversed().stream().filter(line -> line.signal() == signal).findFirst();
  }
}
