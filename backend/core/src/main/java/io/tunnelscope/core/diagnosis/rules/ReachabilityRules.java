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
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.Signal;
import java.util.List;
import java.util.Optional;

/** Silence: where a negotiation meets it tells what it means. */
final class ReachabilityRules {

  /** What fits into an Ethernet frame with the headers of IP and UDP. */
  private static final int LARGEST_WHOLE_MESSAGE = 1472;

  /** An answer may still come to the first ones. */
  private static final int ENOUGH_REPETITIONS = 2;

  /** Losses and silence, none of which gives a reason. */
  private static final Signal[] SILENT = {
    Signal.NO_ANSWER, Signal.FRAGMENTS_LOST, Signal.PEER_DEAD, Signal.DELETED_BY_PEER
  };

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
            .filter(exchange -> !isExplained(evidence, ends, exchange, Signal.NO_ANSWER))
            .map(exchange -> silence(evidence, ends, exchange))
            .flatMap(Optional::stream)
            .toList();
      };

  /** A tunnel that was lost before says nothing of the silence that its successor met. */
  static final Rule FRAGMENTS =
      evidence -> {
        var ends = Ends.of(evidence);
        return Trouble.of(evidence, Signal.FRAGMENTS_LOST).stream()
            .filter(trouble -> !isExplained(evidence, ends, trouble.exchange(), SILENT))
            .map(trouble -> trouble.finding(Cause.FRAGMENTATION, Certainty.LIKELY))
            .toList();
      };

  /** Either end may have written down why it does not go on. */
  private static boolean isExplained(
      EvidenceSet evidence, Ends ends, IkeExchange silent, Signal... silence) {
    return Trouble.anyBesides(evidence, silent.peer(), silence)
        || Trouble.anyBesides(evidence, ends.toldByOther(silent.peer(), evidence), silence);
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
            : isHardlySeen(exchange) ? hardlySeen(trouble) : firstSilence(trouble);
    return Optional.of(repeated(exchange, finding).with(Fact.WAY, way));
  }

  /** The log of the other end, if it is there, shows whether the request arrived. */
  private static String lostWay(EvidenceSet evidence, Ends ends, IkeExchange silent) {
    var heard =
        ends.toldByOther(silent.peer(), evidence).stream()
            .filter(exchange -> exchange.has(Signal.RECEIVED))
            .toList();
    if (heard.isEmpty()) {
      return "";
    }
    return heard.stream().anyMatch(exchange -> exchange.kind() == silent.kind()) ? "back" : "there";
  }

  /** One message was repeated once, and the log does not tell which one. */
  private static boolean isHardlySeen(IkeExchange exchange) {
    return exchange.kind() == ExchangeKind.UNKNOWN
        && exchange.retransmits() == 1
        && !exchange.has(Signal.NO_ANSWER);
  }

  private static Finding hardlySeen(Trouble trouble) {
    return trouble.undeterminable(
        Fault.PEER_REACHABILITY,
        Cause.PEER_UNREACHABLE,
        Cause.UDP4500_BLOCKED,
        Cause.AUTH_PSK_MISMATCH);
  }

  /** Nothing ever came back: with the request itself in the log there is no other explanation. */
  private static Finding firstSilence(Trouble trouble) {
    var exchange = trouble.exchange();
    var repeated = exchange.has(Signal.RETRANSMITTED);
    var over = exchange.has(Signal.NO_ANSWER) || exchange.retransmits() >= ENOUGH_REPETITIONS;
    var seen = exchange.kind().negotiatesIke() && repeated && over;
    return trouble.finding(Cause.PEER_UNREACHABLE, seen ? Certainty.CERTAIN : Certainty.LIKELY);
  }

  /**
   * The negotiation was answered once, and then no more. What met silence tells what may be behind
   * it: the second exchange is the first one that moves to port 4500 and the first large one; after
   * that, the path is known to work.
   */
  private static Finding laterSilence(EvidenceSet evidence, Trouble trouble, String way) {
    if (trouble.line().fact("renewal").isPresent()) {
      return trouble.undeterminable(
          Fault.PEER_REACHABILITY, Cause.PEER_VANISHED, Cause.REKEY_FAILURE, Cause.PFS_DH_MISMATCH);
    }
    return switch (trouble.step()) {
      case CREATE_CHILD_SA, INFORMATIONAL -> trouble.finding(Cause.PEER_VANISHED, Certainty.LIKELY);
      case IKE_SA_INIT, AGGRESSIVE_MODE ->
          trouble.undeterminable(
              Fault.PEER_REACHABILITY, Cause.UDP4500_BLOCKED, Cause.FRAGMENTATION);
      case TRANSACTION ->
          trouble.undeterminable(Fault.PEER_REACHABILITY, Cause.AUTH_EAP, Cause.LOCAL_CONFIG_OTHER);
      case QUICK_MODE -> stalledAtTheTunnel(trouble);
      default -> secondSilence(evidence, trouble, way);
    };
  }

  /** Keys are proven and messages arrive; what one side wants of the tunnel, the other ignores. */
  private static Finding stalledAtTheTunnel(Trouble trouble) {
    return trouble.undeterminable(
        Fault.PEER_REACHABILITY,
        Cause.TS_MISMATCH,
        Cause.ESP_PROPOSAL_MISMATCH,
        Cause.PFS_DH_MISMATCH);
  }

  /**
   * A wrong key is out of the question once the other end's log shows no complaint, and for who
   * waits for the message that would show it.
   */
  private static Finding secondSilence(EvidenceSet evidence, Trouble trouble, String way) {
    if (trouble.exchange().has(Signal.SELECTORS_PEER)) {
      return stalledAtTheTunnel(trouble);
    }
    var told = unanswered(trouble);
    var port = told.fact("port").orElse("");
    var halfOpen = told.fact("half_open").isPresent();
    var moved = !halfOpen && (port.equals("4500") || behindNat(evidence, trouble.peer()));
    var large = told.fact("size").filter(ReachabilityRules::needsFragments).isPresent();
    if (large && port.equals("500") || told.fact("fragments").isPresent()) {
      return trouble.finding(Cause.FRAGMENTATION, Certainty.LIKELY);
    }
    if (isKnownToBeOpen(told, trouble.step())) {
      return silenceOnAnOpenWay(trouble, large);
    }
    if (moved && !large) {
      return trouble.finding(Cause.UDP4500_BLOCKED, Certainty.LIKELY);
    }
    return large || !way.isEmpty() || isOfResponder(trouble.exchange())
        ? trouble.undeterminable(
            Fault.PEER_REACHABILITY, Cause.UDP4500_BLOCKED, Cause.FRAGMENTATION)
        : trouble.undeterminable(
            Fault.PEER_REACHABILITY,
            Cause.UDP4500_BLOCKED,
            Cause.FRAGMENTATION,
            Cause.AUTH_PSK_MISMATCH);
  }

  /** The line that tells what stayed without an answer. */
  private static LogLine unanswered(Trouble trouble) {
    return trouble.line().fact("port").isPresent()
        ? trouble.line()
        : trouble.exchange().last(Signal.RETRANSMITTED).orElse(trouble.line());
  }

  /**
   * Something came from port 4500 already: a packet, or the answer without which the initiator does
   * not go on to the next number (RFC 7296, section 2.2).
   */
  private static boolean isKnownToBeOpen(LogLine told, ExchangeKind step) {
    var ofVersion2 = step == ExchangeKind.IKE_AUTH || step == ExchangeKind.IKE_INTERMEDIATE;
    return told.fact("heard").isPresent()
        || ofVersion2 && told.fact("id").filter(ReachabilityRules::isLaterThanTheFirst).isPresent();
  }

  private static boolean isLaterThanTheFirst(String id) {
    return !id.equals("0") && !id.equals("1");
  }

  private static Finding silenceOnAnOpenWay(Trouble trouble, boolean large) {
    var first =
        switch (trouble.step()) {
          case MAIN_MODE -> Cause.AUTH_PSK_MISMATCH;
          case IKE_AUTH -> large ? Cause.FRAGMENTATION : Cause.AUTH_EAP;
          default -> Cause.FRAGMENTATION;
        };
    return trouble.undeterminable(Fault.PEER_REACHABILITY, first, Cause.LOCAL_CONFIG_OTHER);
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

  private static boolean isOfResponder(IkeExchange silent) {
    return silent.role() == Role.RESPONDER || tells(silent, "asked");
  }

  private static boolean tells(IkeExchange silent, String fact) {
    return silent.lines().stream().anyMatch(line -> line.fact(fact).isPresent());
  }

  /** Only who was answered goes on to the second exchange; who answers was asked. */
  private static boolean isAnsweredBefore(EvidenceSet evidence, IkeExchange silent) {
    if (isOfResponder(silent) || tells(silent, "answered")) {
      return true;
    }
    return switch (silent.kind()) {
      case IKE_INTERMEDIATE, IKE_AUTH, CREATE_CHILD_SA, TRANSACTION, QUICK_MODE -> true;
      case IKE_SA_INIT, AGGRESSIVE_MODE -> isAnsweredWithin(silent);
      case MAIN_MODE, INFORMATIONAL, UNKNOWN ->
          evidence.ikeExchangesWith(silent.peer()).stream()
              .anyMatch(exchange -> exchange.has(Signal.RECEIVED));
    };
  }

  /** For instance with a cookie, or by a first exchange after which the log names no other. */
  private static boolean isAnsweredWithin(IkeExchange silent) {
    return silent.lines().stream()
        .map(LogLine::signal)
        .dropWhile(signal -> signal != Signal.SENT)
        .anyMatch(signal -> signal == Signal.RECEIVED);
  }
}
