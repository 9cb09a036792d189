package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.Signal;

/** Tunnels that were up and went away. */
final class LivenessRules {

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

  static final Rule REKEY =
      evidence ->
          Trouble.of(evidence, Signal.REKEY_FAILED).stream()
              .map(trouble -> trouble.finding(Cause.REKEY_FAILURE, Certainty.LIKELY))
              .toList();
}
