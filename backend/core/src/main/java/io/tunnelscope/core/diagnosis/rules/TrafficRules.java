package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.TunnelStatus;
import io.tunnelscope.core.evidence.TunnelTraffic;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Load and counters. */
final class TrafficRules {

  private static final int CPU_LIMIT = 95;

  /** Less than this may be a tunnel that nobody has used yet. */
  private static final long ENOUGH_BYTES = 64 * 1024;

  private static final long ENOUGH_PACKETS = 3;

  private TrafficRules() {}

  static final Rule CPU =
      evidence ->
          evidence.scope() == Scope.CONNECTION
              ? List.of()
              : evidence.cpuSamples().stream()
                  .filter(sample -> sample.percent() > CPU_LIMIT)
                  .max(Comparator.comparingInt(CpuSample::percent))
                  .map(TrafficRules::overloaded)
                  .stream()
                  .toList();

  static final Rule ONE_WAY =
      evidence ->
          evidence.tunnels().stream()
              .filter(TrafficRules::isOneWay)
              .map(TrafficRules::oneWay)
              .toList();

  /**
   * Requests leave the tunnel and nothing comes back, again and again. A single packet may be one
   * that wants no answer.
   */
  static final Rule UNANSWERED_TRAFFIC =
      evidence ->
          evidence.traffic().stream()
              .filter(traffic -> traffic.packetsIn() == 0 && traffic.packetsOut() >= ENOUGH_PACKETS)
              .map(traffic -> unanswered(evidence, traffic))
              .toList();

  private static Finding unanswered(EvidenceSet evidence, TunnelTraffic traffic) {
    return evidence.tunnels().stream()
        .filter(tunnel -> tunnel.connection().equals(traffic.connection()))
        .findFirst()
        .map(TrafficRules::oneWay)
        .orElseGet(
            () ->
                Finding.of(Cause.TRAFFIC_ONE_WAY, Certainty.LIKELY)
                    .with(Fact.CONNECTION, traffic.connection()))
        .with(Fact.PEER, traffic.peer())
        .with(Fact.TIMES, Long.toString(traffic.packetsOut()))
        .provenBy(traffic.refs());
  }

  private static Finding overloaded(CpuSample sample) {
    var memory = sample.memoryAvailableMb();
    return Finding.of(Cause.CPU_EXCEEDED, Certainty.CERTAIN)
        .with(Fact.CPU, Integer.toString(sample.percent()))
        .with(Fact.MEMORY, memory.isPresent() ? Integer.toString(memory.getAsInt()) : "")
        .provenBy(sample.refs());
  }

  private static boolean isOneWay(TunnelStatus tunnel) {
    if (tunnel.state() != SaState.CONNECTED
        || tunnel.ingressBytes().isEmpty()
        || tunnel.egressBytes().isEmpty()) {
      return false;
    }
    var in = tunnel.ingressBytes().getAsLong();
    var out = tunnel.egressBytes().getAsLong();
    return Math.min(in, out) == 0 && Math.max(in, out) >= ENOUGH_BYTES;
  }

  private static Finding oneWay(TunnelStatus tunnel) {
    return Finding.of(Cause.TRAFFIC_ONE_WAY, Certainty.LIKELY)
        .with(Fact.PEER, tunnel.remoteEndpoint())
        .with(Fact.CONNECTION, tunnel.connection())
        .with(Fact.INGRESS, counted(tunnel.ingressBytes()))
        .with(Fact.EGRESS, counted(tunnel.egressBytes()))
        .provenBy(tunnel.refs());
  }

  private static String counted(OptionalLong bytes) {
    return bytes.isPresent() ? Long.toString(bytes.getAsLong()) : "";
  }
}
