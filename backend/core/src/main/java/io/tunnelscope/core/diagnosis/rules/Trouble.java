package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A failure that still counts: no later success of the same peer has made it old.
 *
 * @param exchange what it happened in
 */
record Trouble(LogLine line, IkeExchange exchange) {

  private static final int MAX_PROOF = 12;

  /** All failures that tell one of the signals, those of the last exchange first. */
  static List<Trouble> of(EvidenceSet evidence, Signal first, Signal... more) {
    var wanted = EnumSet.of(first, more);
    if (!evidence.tellsAnyOf(wanted)) {
      return List.of();
    }
    return evidence.ikeExchanges().reversed().stream()
        .flatMap(
            exchange ->
                exchange.lines().stream()
                    .filter(line -> wanted.contains(line.signal()))
                    .map(line -> new Trouble(line, exchange)))
        .filter(trouble -> trouble.counts(evidence))
        .toList();
  }

  /** Whether anything but what is known already has gone wrong with this peer. */
  static boolean anyBesides(EvidenceSet evidence, String peer, Signal... known) {
    var exchanges =
        peer.isBlank()
            ? evidence.ikeExchanges()
            : Stream.of(peer, "").map(evidence::ikeExchangesWith).flatMap(List::stream).toList();
    return anyBesides(evidence, exchanges, known);
  }

  /** Whether anything but what is known already has gone wrong in these exchanges. */
  static boolean anyBesides(EvidenceSet evidence, List<IkeExchange> exchanges, Signal... known) {
    var besides = EnumSet.noneOf(Signal.class);
    besides.addAll(List.of(known));
    return exchanges.stream()
        .flatMap(exchange -> exchange.lines().stream().map(line -> new Trouble(line, exchange)))
        .filter(trouble -> trouble.counts(evidence))
        .anyMatch(
            trouble ->
                trouble.line.signal().isFailure() && !besides.contains(trouble.line.signal()));
  }

  /** Whether no tunnel is known to have come up after this line was written. */
  boolean counts(EvidenceSet evidence) {
    return !isOlderThanTheTunnel(evidence);
  }

  String peer() {
    return exchange.peer();
  }

  Side side() {
    return line.side();
  }

  /** The exchange the line itself names, else the one it stands in. */
  ExchangeKind step() {
    return line.exchange() == ExchangeKind.UNKNOWN ? exchange.kind() : line.exchange();
  }

  /**
   * What this side saw with its own eyes excludes other causes; what the other side is heard to say
   * is likely.
   */
  Certainty certainty() {
    return side() == Side.HERE ? Certainty.CERTAIN : Certainty.LIKELY;
  }

  Finding finding(Cause cause, Certainty certainty) {
    return describe(Finding.of(cause, certainty));
  }

  Finding undeterminable(Fault step, Cause... candidates) {
    return describe(Finding.undeterminable(step, candidates));
  }

  private Finding describe(Finding finding) {
    return finding
        .with(
            Map.of(
                Fact.PEER, peer(),
                Fact.CONNECTION, line.fact("connection").orElse(""),
                Fact.CODE, line.fact("code").orElse(""),
                Fact.STEP, step() == ExchangeKind.UNKNOWN ? "" : step().name(),
                Fact.NOTE, line.fact("note").orElse(""),
                Fact.FIELD, line.fact("field").orElse(""),
                Fact.OURS, line.fact("ours").orElse(""),
                Fact.THEIRS, line.fact("theirs").orElse(""),
                Fact.OTHER_SIDE, otherSide(),
                Fact.REFUSED_BY, refusedBy()))
        .with(Fact.CHILD, line.fact("child").orElse(""))
        .with(Fact.MANNER, line.fact("manner").orElse(""))
        .provenBy(proof());
  }

  private String refusedBy() {
    return switch (side()) {
      case HERE -> "here";
      case PEER -> "peer";
      case UNKNOWN -> "";
    };
  }

  private String otherSide() {
    return switch (exchange.role()) {
      case INITIATOR -> "responder";
      case RESPONDER -> "initiator";
      case UNKNOWN -> "";
    };
  }

  /** The line itself first, then the rest of its exchange as far as it bears on the failure. */
  private List<EvidenceRef> proof() {
    var around =
        exchange.lines().stream()
            .filter(other -> bearsOnIt(other) && !other.equals(line))
            .map(LogLine::ref);
    return Stream.concat(Stream.of(line.ref()), around).limit(MAX_PROOF).toList();
  }

  private boolean bearsOnIt(LogLine other) {
    return other.signal() == line.signal()
        || switch (other.signal()) {
          case OFFER_HERE, OFFER_PEER, SELECTORS_HERE, SELECTORS_PEER, RETRANSMITTED -> true;
          default -> false;
        };
  }

  /** The counters may know of a tunnel that came up after this line was written. */
  private boolean isOlderThanTheTunnel(EvidenceSet evidence) {
    return line.at()
        .filter(at -> connectedSince(evidence).filter(at::isBefore).isPresent())
        .isPresent();
  }

  private Optional<Instant> connectedSince(EvidenceSet evidence) {
    return evidence.tunnels().stream()
        .filter(tunnel -> tunnel.state() == SaState.CONNECTED)
        .filter(
            tunnel ->
                tunnel.remoteEndpoint().isBlank()
                    || peer().isBlank()
                    || tunnel.remoteEndpoint().equals(peer()))
        .map(TunnelStatus::connectedSince)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
