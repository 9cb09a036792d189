package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.Signal;

/** Agreeing on the networks a tunnel joins. */
final class SelectorRules {

  private SelectorRules() {}

  static final Rule NETWORKS_DIFFER =
      evidence ->
          Trouble.of(evidence, Signal.SELECTORS_REFUSED).stream()
              .map(SelectorRules::sideBySide)
              .toList();

  private static Finding sideBySide(Trouble trouble) {
    var both =
        trouble
            .finding(Cause.TS_MISMATCH, trouble.certainty())
            .with(Fact.OURS, selectors(trouble, Signal.SELECTORS_HERE))
            .with(Fact.THEIRS, selectors(trouble, Signal.SELECTORS_PEER));
    return Named.networks(both, trouble.line());
  }

  private static String selectors(Trouble trouble, Signal side) {
    return trouble.exchange().first(side).flatMap(line -> line.fact("selectors")).orElse("");
  }
}
