package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Signal;

/** Logs that are logs, but cannot be read. */
final class TraceRules {

  private TraceRules() {}

  static final Rule UNREADABLE =
      evidence ->
          evidence.logLines().stream()
              .filter(line -> line.signal() == Signal.UNDECODED)
              .map(TraceRules::unreadable)
              .toList();

  private static Finding unreadable(LogLine line) {
    return Finding.of(Cause.LOG_UNREADABLE, Certainty.CERTAIN)
        .with(Fact.FILE, line.ref().file())
        .with(Fact.TIMES, line.fact("times").orElse(""))
        .provenBy(line.refs());
  }
}
