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
 * @param order grows from line to line of a file as they were written; in a log that shows the
 *     newest first their numbers do not
 */
record Noted(Line line, Said said, Optional<Instant> at, int order) {

  Signal signal() {
    return said.signal();
  }

  /** Whether it is of the first exchange of a negotiation. */
  boolean beginsAnew() {
    return said.exchange().negotiatesIke()
        && (signal() == Signal.SENT || signal() == Signal.RECEIVED);
  }

  /** The same in no more memory than proof needs. */
  Noted brief() {
    return new Noted(line.kept(), said, at, order);
  }

  Optional<Instant> time(ZonedDateTime observedAt) {
    return at.or(() -> line.time(observedAt));
  }

  /** As evidence: secrets redacted. */
  LogLine evidence(String peer, ZonedDateTime observedAt) {
    var facts = new HashMap<String, String>();
    said.details().apply(line.text()).forEach((name, value) -> facts.put(name, line.clean(value)));
    return new LogLine(
        said.signal(), said.side(), said.exchange(), peer, time(observedAt), facts, line.ref());
  }
}
