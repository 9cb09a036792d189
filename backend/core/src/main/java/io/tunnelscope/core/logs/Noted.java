package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Signal;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Optional;

/**
 * A line that is kept, with what it says.
 *
 * @param at its time where the line itself does not bear it
 */
record Noted(Line line, Said said, Optional<Instant> at) {

  Signal signal() {
    return said.signal();
  }

  /** Whether it is of the first exchange of a negotiation. */
  boolean beginsAnew() {
    return said.exchange().negotiatesIke()
        && (signal() == Signal.SENT || signal() == Signal.RECEIVED);
  }

  Optional<Instant> time(ZonedDateTime observedAt) {
    return at.or(() -> LogTime.of(line.text(), observedAt));
  }

  /** As evidence: secrets redacted. */
  LogLine evidence(String peer, ZonedDateTime observedAt) {
    var facts = new HashMap<String, String>();
    said.details().apply(line.text()).forEach((name, value) -> facts.put(name, line.clean(value)));
    return new LogLine(
        said.signal(), said.side(), said.exchange(), peer, time(observedAt), facts, line.ref());
  }
}
