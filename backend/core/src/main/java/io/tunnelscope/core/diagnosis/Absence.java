package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What it means that no rule found anything: health needs a witness, silence is not one. */
final class Absence {

  private Absence() {}

  static Finding of(EvidenceSet evidence) {
    var witnesses = isDown(evidence) ? List.<EvidenceRef>of() : witnesses(evidence);
    if (!witnesses.isEmpty() || platformIsWell(evidence)) {
      return connected(evidence, Finding.of(Cause.HEALTHY, Certainty.CERTAIN)).provenBy(witnesses);
    }
    return Finding.undeterminable(Fault.UNDETERMINED);
  }

  /** A tunnel that is down now makes no success of before count. */
  private static boolean isDown(EvidenceSet evidence) {
    return !connectedTunnel(evidence)
        && evidence.tunnels().stream().anyMatch(tunnel -> tunnel.state() == SaState.NOT_CONNECTED);
  }

  private static List<EvidenceRef> witnesses(EvidenceSet evidence) {
    var tunnels =
        evidence.tunnels().stream()
            .filter(tunnel -> tunnel.state() == SaState.CONNECTED)
            .flatMap(tunnel -> tunnel.refs().stream().limit(1));
    var exchanges =
        evidence.ikeExchanges().stream()
            .filter(exchange -> exchange.outcome() == Outcome.SUCCEEDED)
            .map(Absence::success);
    return Stream.of(verdict(evidence), tunnels, exchanges).flatMap(refs -> refs).limit(3).toList();
  }

  /** The platform looked, and found nothing at all. */
  private static Stream<EvidenceRef> verdict(EvidenceSet evidence) {
    var well =
        evidence.verdicts().stream()
            .allMatch(verdict -> Fault.parse(verdict.fault()).equals(Optional.of(Fault.NO_FAULT)));
    return evidence.verdicts().stream()
        .filter(_ -> well)
        .flatMap(verdict -> verdict.refs().stream().limit(1));
  }

  private static EvidenceRef success(IkeExchange exchange) {
    return exchange.lines().stream()
        .filter(line -> line.signal().isSuccess())
        .findFirst()
        .orElse(exchange.lines().getLast())
        .ref();
  }

  private static boolean platformIsWell(EvidenceSet evidence) {
    return evidence.says(PlatformFact.GATEWAY_EXISTS, true)
        && evidence.missing().stream().allMatch(missing -> missing.why() == Missing.Why.NOT_OFFERED)
        && switch (evidence.scope()) {
          case GATEWAY -> evidence.says(PlatformFact.SERVICE_RUNNING, true);
          case CONNECTION -> connectedTunnel(evidence);
          case LOGS -> false;
        };
  }

  private static boolean connectedTunnel(EvidenceSet evidence) {
    return evidence.tunnels().stream().anyMatch(tunnel -> tunnel.state() == SaState.CONNECTED);
  }

  private static Finding connected(EvidenceSet evidence, Finding healthy) {
    return evidence.tunnels().stream()
        .filter(tunnel -> tunnel.state() == SaState.CONNECTED)
        .findFirst()
        .map(
            tunnel ->
                healthy.with(Fact.PEER, tunnel.remoteEndpoint()).with(Fact.SINCE, since(tunnel)))
        .orElse(healthy);
  }

  private static String since(TunnelStatus tunnel) {
    return tunnel.connectedSince().map(Object::toString).orElse("");
  }
}
