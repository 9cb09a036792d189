package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelHistory;
import java.time.Duration;
import java.util.Optional;

/** Tunnels that were up and went away. */
final class LivenessRules {

  private static final int MANY = 3;
  private static final Duration SHORT = Duration.ofMinutes(30);

  private LivenessRules() {}

  static final Rule VANISHED =
      evidence ->
          Trouble.of(evidence, Signal.PEER_DEAD).stream()
              .map(trouble -> trouble.finding(Cause.PEER_VANISHED, trouble.certainty()))
              .toList();

  /** A negotiation that failed ends in a delete as well; only by itself it is the peer's wish. */
  static final Rule CLOSED_BY_PEER =
      evidence ->
          Trouble.of(evidence, Signal.DELETED_BY_PEER).stream()
              .filter(
                  trouble -> !Trouble.anyBesides(evidence, trouble.peer(), Signal.DELETED_BY_PEER))
              .map(trouble -> trouble.finding(Cause.SA_DELETED_BY_PEER, Certainty.LIKELY))
              .toList();

  /**
   * Lost at least three times, and on average within half an hour: less may be a bad day or an
   * appointed restart.
   */
  static final Rule FLAPPING =
      evidence ->
          evidence.histories().stream()
              .filter(LivenessRules::isFlapping)
              .map(LivenessRules::flapping)
              .toList();

  private static boolean isFlapping(TunnelHistory history) {
    return history.losses() >= MANY
        && history.ups() >= MANY
        && span(history)
            .filter(span -> span.dividedBy(history.losses() - 1L).compareTo(SHORT) <= 0)
            .isPresent();
  }

  private static Optional<Duration> span(TunnelHistory history) {
    return history
        .firstLoss()
        .flatMap(first -> history.lastLoss().map(last -> Duration.between(first, last)));
  }

  private static Finding flapping(TunnelHistory history) {
    return Finding.of(Cause.FLAPPING, Certainty.CERTAIN)
        .with(Fact.PEER, history.peer())
        .with(Fact.TIMES, Integer.toString(history.losses()))
        .with(Fact.SINCE, history.firstLoss().map(Object::toString).orElse(""))
        .with(Fact.UNTIL, history.lastLoss().map(Object::toString).orElse(""))
        .provenBy(history.refs());
  }

  static final Rule REKEY =
      evidence ->
          Trouble.of(evidence, Signal.REKEY_FAILED).stream()
              .map(trouble -> trouble.finding(Cause.REKEY_FAILURE, Certainty.LIKELY))
              .toList();
}
