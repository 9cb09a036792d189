package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What it means that no rule found anything: health needs a witness, silence is not one. */
final class Absence {

  /** An IKE SA came up, and nothing is told of a tunnel in it. */
  static final String NO_TUNNEL_SEEN = "no_tunnel_seen";

  /** An IKE SA came up; the tunnel that was asked for in it did not. */
  static final String TUNNEL_NOT_REACHED = "tunnel_not_reached";

  private Absence() {}

  static Finding of(EvidenceSet evidence) {
    var down = isDown(evidence);
    var witnesses = down ? List.<EvidenceRef>of() : witnesses(evidence);
    if (!witnesses.isEmpty() || platformIsWell(evidence)) {
      return connected(evidence, Finding.of(Cause.HEALTHY, Certainty.CERTAIN)).provenBy(witnesses);
    }
    var signs = down ? List.<EvidenceRef>of() : signs(evidence);
    if (!signs.isEmpty()) {
      return Finding.of(Cause.HEALTHY, Certainty.LIKELY).provenBy(signs);
    }
    return lastIkeSa(evidence)
        .map(exchange -> withoutTunnel(evidence, exchange))
        .orElseGet(() -> Finding.undeterminable(Fault.UNDETERMINED));
  }

  /**
   * An IKE SA that is renewed was up for a while; of a tunnel in it the log need not tell again.
   * Some devices never tell of one.
   */
  private static List<EvidenceRef> signs(EvidenceSet evidence) {
    return evidence.ikeExchanges().stream()
        .filter(exchange -> exchange.outcome() == Outcome.SUCCEEDED)
        .flatMap(exchange -> exchange.first(Signal.IKE_ESTABLISHED).stream())
        .filter(
            line ->
                line.exchange() == ExchangeKind.CREATE_CHILD_SA || line.fact("untold").isPresent())
        .map(LogLine::ref)
        .limit(3)
        .toList();
  }

  private static Optional<IkeExchange> lastIkeSa(EvidenceSet evidence) {
    return evidence.ikeExchanges().stream()
        .filter(exchange -> exchange.has(Signal.IKE_ESTABLISHED))
        .reduce((_, later) -> later);
  }

  /** An IKE SA carries no traffic: what was asked of it last is where the log leaves off. */
  private static Finding withoutTunnel(EvidenceSet evidence, IkeExchange authenticated) {
    var up = authenticated.last(Signal.IKE_ESTABLISHED).orElseThrow();
    var last =
        evidence.ikeExchangesWith(authenticated.peer()).stream()
            .filter(exchange -> exchange.kind().negotiatesChild())
            .map(exchange -> exchange.lines().getLast())
            .reduce((_, later) -> later)
            .orElse(up);
    return Finding.undeterminable(Fault.UNDETERMINED)
        .with(Fact.STATE, last.equals(up) ? NO_TUNNEL_SEEN : TUNNEL_NOT_REACHED)
        .with(Fact.PEER, authenticated.peer())
        .with(Fact.CONNECTION, up.fact("connection").orElse(""))
        .with(Fact.STEP, last.exchange() == ExchangeKind.UNKNOWN ? "" : last.exchange().name())
        .provenBy(List.of(last.ref(), up.ref()));
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
            .flatMap(exchange -> exchange.first(Signal.CHILD_ESTABLISHED).stream())
            .map(LogLine::ref);
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
