package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Ends;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.Signal;
import java.util.List;
import java.util.Optional;

/** Silence: where a negotiation meets it tells what it means. */
final class ReachabilityRules {

  private ReachabilityRules() {}

  static final Rule PLATFORM_SAYS_SILENT =
      evidence ->
          evidence.says(PlatformFact.PEER_ANSWERS, false)
              ? List.of(Finding.of(Cause.PEER_UNREACHABLE, Certainty.CERTAIN))
              : List.of();

  /** A refusal shows that the peer is there; whatever else was silent then follows from it. */
  static final Rule SILENCE =
      evidence ->
          evidence.ikeExchanges().stream()
              .filter(exchange -> exchange.outcome() == Outcome.UNANSWERED)
              .filter(exchange -> !exchange.has(Signal.PEER_DEAD))
              .filter(exchange -> !isExplained(evidence, exchange))
              .map(exchange -> silence(evidence, exchange))
              .flatMap(Optional::stream)
              .toList();

  static final Rule FRAGMENTS =
      evidence ->
          Trouble.of(evidence, Signal.FRAGMENTS_LOST).stream()
              .map(trouble -> trouble.finding(Cause.FRAGMENTATION, Certainty.LIKELY))
              .toList();

  /** Either end may have written down why it does not go on. */
  private static boolean isExplained(EvidenceSet evidence, IkeExchange silent) {
    return Trouble.anyBesides(evidence, silent.peer(), Signal.NO_ANSWER)
        || Ends.of(evidence)
            .opposite(silent.peer())
            .filter(other -> Trouble.anyBesides(evidence, other, Signal.NO_ANSWER))
            .isPresent();
  }

  private static Optional<Finding> silence(EvidenceSet evidence, IkeExchange exchange) {
    var line = exchange.first(Signal.NO_ANSWER).orElse(exchange.lines().getLast());
    var trouble = new Trouble(line, exchange);
    var stillCounts = Trouble.of(evidence, line.signal()).contains(trouble);
    if (!stillCounts) {
      return Optional.empty();
    }
    var way = lostWay(evidence, exchange);
    var finding =
        isAnsweredBefore(evidence, exchange)
            ? laterSilence(evidence, trouble, way)
            : firstSilence(trouble);
    return Optional.of(repeated(exchange, finding).with(Fact.WAY, way));
  }

  /** The log of the other end, if it is there, shows whether the request arrived. */
  private static String lostWay(EvidenceSet evidence, IkeExchange silent) {
    var other = Ends.of(evidence).opposite(silent.peer());
    if (other.isEmpty()) {
      return "";
    }
    var heard =
        evidence.ikeExchanges().stream()
            .filter(exchange -> exchange.peer().equals(other.get()))
            .filter(exchange -> exchange.has(Signal.RECEIVED))
            .toList();
    if (heard.isEmpty()) {
      return "";
    }
    return heard.stream().anyMatch(exchange -> exchange.kind() == silent.kind()) ? "back" : "there";
  }

  /** Nothing ever came back: with the request itself in the log there is no other explanation. */
  private static Finding firstSilence(Trouble trouble) {
    var exchange = trouble.exchange();
    var seen = exchange.kind().negotiatesIke() && exchange.has(Signal.RETRANSMITTED);
    return trouble.finding(Cause.PEER_UNREACHABLE, seen ? Certainty.CERTAIN : Certainty.LIKELY);
  }

  /**
   * The first exchange was answered, the next is not. Address translation moves the second one to
   * port 4500. A wrong key is out of the question once the other end's log shows no complaint.
   */
  private static Finding laterSilence(EvidenceSet evidence, Trouble trouble, String way) {
    var moved =
        evidence.ikeExchanges().stream()
            .filter(exchange -> exchange.peer().equals(trouble.peer()))
            .anyMatch(exchange -> exchange.has(Signal.NAT_DETECTED));
    if (moved) {
      return trouble.finding(Cause.UDP4500_BLOCKED, Certainty.LIKELY);
    }
    return way.isEmpty()
        ? trouble.undeterminable(
            Fault.PEER_REACHABILITY,
            Cause.UDP4500_BLOCKED,
            Cause.FRAGMENTATION,
            Cause.AUTH_PSK_MISMATCH)
        : trouble.undeterminable(
            Fault.PEER_REACHABILITY, Cause.UDP4500_BLOCKED, Cause.FRAGMENTATION);
  }

  private static Finding repeated(IkeExchange exchange, Finding finding) {
    return exchange.retransmits() == 0
        ? finding
        : finding.with(Fact.TIMES, Integer.toString(exchange.retransmits()));
  }

  private static boolean isAnsweredBefore(EvidenceSet evidence, IkeExchange silent) {
    if (silent.kind().negotiatesIke() && silent.kind() != ExchangeKind.MAIN_MODE) {
      return false;
    }
    return evidence.ikeExchanges().stream()
        .filter(exchange -> exchange.peer().equals(silent.peer()))
        .anyMatch(exchange -> exchange.has(Signal.RECEIVED));
  }
}
