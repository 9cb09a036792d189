package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.diagnosis.NoticeRule;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Signal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is worth knowing beside the faults. */
final class StatusNotices {

  private StatusNotices() {}

  /**
   * The counters call the tunnel connected while the log holds failures that no success follows.
   */
  static final NoticeRule STATUS_DISAGREES =
      evidence -> {
        var connected =
            evidence.tunnels().stream()
                .filter(tunnel -> tunnel.state() == SaState.CONNECTED)
                .flatMap(tunnel -> tunnel.refs().stream().limit(1))
                .toList();
        var failed = Trouble.anyBesides(evidence, "");
        if (connected.isEmpty() || !failed) {
          return List.of();
        }
        return List.of(
            Notice.of(
                NoticeKind.STATUS_DISAGREES,
                Map.of(Fact.STATE.key(), "Connected", Fact.FILE.key(), connected.getFirst().file()),
                connected));
      };

  static final NoticeRule NAT =
      evidence ->
          withSignal(evidence, Signal.NAT_DETECTED)
              .map(
                  exchange ->
                      new Notice(
                          NoticeKind.NAT_IN_PATH,
                          Severity.OK,
                          Certainty.CERTAIN,
                          Map.of(Fact.PEER.key(), exchange.peer()),
                          exchange.first(Signal.NAT_DETECTED).stream()
                              .map(line -> line.ref())
                              .toList()))
              .limit(1)
              .toList();

  private static Stream<IkeExchange> withSignal(EvidenceSet evidence, Signal signal) {
    return evidence.ikeExchanges().stream().filter(exchange -> exchange.has(signal));
  }
}
