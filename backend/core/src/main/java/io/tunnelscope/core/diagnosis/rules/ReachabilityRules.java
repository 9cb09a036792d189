package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Ends;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.Signal;
import java.util.List;
import java.util.Optional;

/** Silence: where a negotiation meets it tells what it means. */
final class ReachabilityRules {

  /** What fits into an Ethernet frame with the headers of IP and UDP. */
  private static final int LARGEST_WHOLE_MESSAGE = 1472;

  private ReachabilityRules() {}

  static final Rule PLATFORM_SAYS_SILENT =
      evidence ->
          evidence.says(PlatformFact.PEER_ANSWERS, false)
              ? List.of(Finding.of(Cause.PEER_UNREACHABLE, Certainty.CERTAIN))
              : List.of();

  /** A refusal shows that the peer is there; whatever else was silent then follows from it. */
  static final Rule SILENCE =
      evidence -> {
        var ends = Ends.of(evidence);
        return evidence.ikeExchanges().stream()
            .filter(exchange -> exchange.outcome() == Outcome.UNANSWERED)
            .filter(exchange -> !exchange.has(Signal.PEER_DEAD))
            .filter(exchange -> !isExplained(evidence, ends, exchange))
            .map(exchange -> silence(evidence, ends, exchange))
            .flatMap(Optional::stream)
            .toList();
      };

  static final Rule FRAGMENTS =
      evidence ->
          Trouble.of(evidence, Signal.FRAGMENTS_LOST).stream()
              .map(trouble -> trouble.finding(Cause.FRAGMENTATION, Certainty.LIKELY))
              .toList();

  /** Either end may have written down why it does not go on. */
  private static boolean isExplained(EvidenceSet evidence, Ends ends, IkeExchange silent) {
    return Trouble.anyBesides(evidence, silent.peer(), Signal.NO_ANSWER)
        || ends.opposite(silent.peer())
            .filter(other -> Trouble.anyBesides(evidence, other, Signal.NO_ANSWER))
            .isPresent();
  }

  private static Optional<Finding> silence(EvidenceSet evidence, Ends ends, IkeExchange exchange) {
    var line = exchange.first(Signal.NO_ANSWER).orElse(exchange.lines().getLast());
    var trouble = new Trouble(line, exchange);
    if (!trouble.counts(evidence)) {
      return Optional.empty();
    }
    var way = lostWay(evidence, ends, exchange);
    var finding =
        isAnsweredBefore(evidence, exchange)
            ? laterSilence(evidence, trouble, way)
            : firstSilence(trouble);
    return Optional.of(repeated(exchange, finding).with(Fact.WAY, way));
  }

  /** The log of the other end, if it is there, shows whether the request arrived. */
  private static String lostWay(EvidenceSet evidence, Ends ends, IkeExchange silent) {
    var other = ends.opposite(silent.peer());
    if (other.isEmpty()) {
      return "";
    }
    var heard =
        evidence.ikeExchangesWith(other.get()).stream()
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
   * The negotiation was answered once, and then no more. What met silence tells what may be behind
   * it: the second exchange is the first one that moves to port 4500 and the first large one; after
   * that, the path is known to work.
   */
  private static Finding laterSilence(EvidenceSet evidence, Trouble trouble, String way) {
    return switch (trouble.step()) {
      case CREATE_CHILD_SA, INFORMATIONAL -> trouble.finding(Cause.PEER_VANISHED, Certainty.LIKELY);
      case QUICK_MODE ->
          trouble.undeterminable(
              Fault.PEER_REACHABILITY,
              Cause.TS_MISMATCH,
              Cause.ESP_PROPOSAL_MISMATCH,
              Cause.PFS_DH_MISMATCH);
      default -> secondSilence(evidence, trouble, way);
    };
  }

  /** A wrong key is out of the question once the other end's log shows no complaint. */
  private static Finding secondSilence(EvidenceSet evidence, Trouble trouble, String way) {
    var port = trouble.line().fact("port").orElse("");
    var moved = port.equals("4500") || behindNat(evidence, trouble.peer());
    var large = trouble.line().fact("size").filter(ReachabilityRules::needsFragments).isPresent();
    if (large && port.equals("500")) {
      return trouble.finding(Cause.FRAGMENTATION, Certainty.LIKELY);
    }
    if (moved && !large) {
      return trouble.finding(Cause.UDP4500_BLOCKED, Certainty.LIKELY);
    }
    return large || !way.isEmpty()
        ? trouble.undeterminable(
            Fault.PEER_REACHABILITY, Cause.UDP4500_BLOCKED, Cause.FRAGMENTATION)
        : trouble.undeterminable(
            Fault.PEER_REACHABILITY,
            Cause.UDP4500_BLOCKED,
            Cause.FRAGMENTATION,
            Cause.AUTH_PSK_MISMATCH);
  }

  private static boolean behindNat(EvidenceSet evidence, String peer) {
    return evidence.ikeExchangesWith(peer).stream()
        .anyMatch(exchange -> exchange.has(Signal.NAT_DETECTED));
  }

  private static boolean needsFragments(String bytes) {
    return bytes.matches("[0-9]{1,9}") && Integer.parseInt(bytes) > LARGEST_WHOLE_MESSAGE;
  }

  private static Finding repeated(IkeExchange exchange, Finding finding) {
    return exchange.retransmits() == 0
        ? finding
        : finding.with(Fact.TIMES, Integer.toString(exchange.retransmits()));
  }

  /** Only who was answered goes on to the second exchange. */
  private static boolean isAnsweredBefore(EvidenceSet evidence, IkeExchange silent) {
    return switch (silent.kind()) {
      case IKE_AUTH, CREATE_CHILD_SA, QUICK_MODE -> true;
      case IKE_SA_INIT, AGGRESSIVE_MODE -> false;
      case MAIN_MODE, INFORMATIONAL, UNKNOWN ->
          evidence.ikeExchangesWith(silent.peer()).stream()
              .anyMatch(exchange -> exchange.has(Signal.RECEIVED));
    };
  }
}
