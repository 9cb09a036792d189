package io.tunnelscope.core.diagnosis;

import static java.util.Comparator.comparingInt;

import io.tunnelscope.core.diagnosis.TimelineStep.Direction;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The negotiation that a finding is about, step by step up to where it stopped. */
final class Timeline {

  static final int MAX_STEPS = 30;
  private static final int MAX_DETAIL = 300;

  /** Fewer steps are no story; another file may tell more of it. */
  private static final int ENOUGH_STEPS = 3;

  private static final Set<Signal> FAREWELLS =
      EnumSet.of(Signal.DELETED_HERE, Signal.DELETED_BY_PEER);

  private Timeline() {}

  /** Empty when the finding does not come from a negotiation. */
  static List<TimelineStep> of(EvidenceSet evidence, Finding root) {
    var proof = root.proof().stream().findFirst();
    if (proof.isEmpty()) {
      return List.of();
    }
    var peer = peer(evidence, root, proof.get());
    if (peer.isEmpty()) {
      return List.of();
    }
    var byFile =
        evidence.ikeExchanges().stream()
            .filter(exchange -> exchange.peer().equals(peer.get()))
            .flatMap(exchange -> exchange.lines().stream())
            .sorted(comparingInt(line -> line.ref().line()))
            .collect(Collectors.groupingBy(line -> line.ref().file()));
    var lines = chosen(byFile, proof.get()).toList();
    if (root.cause() != Cause.HEALTHY && cameThrough(lines)) {
      return List.of(); // what is wrong came later
    }
    var steps = folded(lines.stream());
    return steps.subList(Math.max(0, steps.size() - MAX_STEPS), steps.size());
  }

  private static Optional<String> peer(EvidenceSet evidence, Finding root, EvidenceRef proof) {
    return evidence.ikeExchanges().stream()
        .filter(exchange -> exchange.refs().contains(proof))
        .map(IkeExchange::peer)
        .findFirst()
        .or(() -> root.fact(Fact.PEER));
  }

  private static Stream<LogLine> chosen(Map<String, List<LogLine>> byFile, EvidenceRef proof) {
    var own = byFile.getOrDefault(proof.file(), List.of());
    if (own.size() >= ENOUGH_STEPS) {
      var upToIt = own.stream().filter(line -> line.ref().line() <= proof.line()).toList();
      return upToIt.subList(begin(upToIt), upToIt.size()).stream();
    }
    return byFile.values().stream().max(comparingInt(List::size)).orElse(own).stream();
  }

  /** What went before the last farewell is another story. */
  private static int begin(List<LogLine> lines) {
    var at = Math.max(0, lines.size() - ENOUGH_STEPS);
    while (at > 0 && !FAREWELLS.contains(lines.get(at - 1).signal())) {
      at--;
    }
    return at;
  }

  private static boolean cameThrough(List<LogLine> lines) {
    return !lines.isEmpty() && lines.getLast().signal().isSuccess();
  }

  private static List<TimelineStep> folded(Stream<LogLine> lines) {
    var steps = new ArrayList<TimelineStep>();
    lines
        .map(Timeline::step)
        .forEach(
            step -> {
              if (!steps.isEmpty() && steps.getLast().isRepeatedBy(step)) {
                steps.add(steps.removeLast().onceMore());
              } else {
                steps.add(step);
              }
            });
    return steps;
  }

  private static TimelineStep step(LogLine line) {
    return new TimelineStep(
        line.at(),
        direction(line),
        line.exchange(),
        line.signal(),
        1,
        detail(line),
        line.ref().file(),
        line.ref().line());
  }

  private static Direction direction(LogLine line) {
    return switch (line.signal()) {
      case SENT, RETRANSMITTED -> Direction.SENT;
      case RECEIVED, OFFER_PEER, SELECTORS_PEER, DELETED_BY_PEER -> Direction.RECEIVED;
      default ->
          line.signal().isFailure() && line.side() == Side.PEER
              ? Direction.RECEIVED
              : Direction.NONE;
    };
  }

  private static String detail(LogLine line) {
    var detail =
        Stream.of("offer", "selectors", "code", "note")
            .flatMap(fact -> line.fact(fact).stream())
            .findFirst()
            .orElse("");
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL - 1) + "…";
  }
}
