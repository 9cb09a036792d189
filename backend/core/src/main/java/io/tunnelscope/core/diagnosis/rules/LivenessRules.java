package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tunnels that were up and went away. */
final class LivenessRules {

  private static final int MANY = 3;
  private static final Duration SHORT = Duration.ofMinutes(30);

  private LivenessRules() {}

  /** A peer that came back may vanish again: worth knowing, but nobody waits for the tunnel. */
  static final Rule VANISHED =
      evidence -> {
        var losses = Trouble.of(evidence, Signal.PEER_DEAD);
        return losses.stream().map(loss -> vanished(loss, again(evidence, losses, loss))).toList();
      };

  /** A negotiation that failed ends in a delete as well; only by itself it is the peer's wish. */
  static final Rule CLOSED_BY_PEER =
      evidence ->
          Trouble.of(evidence, Signal.DELETED_BY_PEER).stream()
              .filter(
                  trouble -> !Trouble.anyBesides(evidence, trouble.peer(), Signal.DELETED_BY_PEER))
              .map(LivenessRules::closedByPeer)
              .toList();

  private static Finding vanished(Trouble loss, Optional<LogLine> again) {
    var finding = loss.finding(Cause.PEER_VANISHED, loss.certainty());
    return again
        .map(up -> finding.as(Severity.WARNING).with(Fact.AGAIN, wordsOf(up)))
        .orElse(finding);
  }

  /** How the tunnel came up after the last loss of the same peer. */
  private static Optional<LogLine> again(EvidenceSet evidence, List<Trouble> losses, Trouble one) {
    var last =
        losses.reversed().stream()
            .filter(loss -> loss.peer().equals(one.peer()))
            .findFirst()
            .orElseThrow();
    return evidence.ikeExchangesWith(last.peer()).stream()
        .dropWhile(exchange -> !exchange.equals(last.exchange()))
        .flatMap(exchange -> exchange.lines().stream())
        .dropWhile(line -> !line.equals(last.line()))
        .filter(line -> line.signal() == Signal.CHILD_ESTABLISHED)
        .reduce((_, later) -> later);
  }

  private static String wordsOf(LogLine line) {
    return line.at().map(Object::toString).orElse(line.ref().file() + ":" + line.ref().line());
  }

  private static Finding closedByPeer(Trouble trouble) {
    var heard = trouble.side() == Side.PEER;
    return trouble.finding(Cause.SA_DELETED_BY_PEER, heard ? Certainty.LIKELY : Certainty.POSSIBLE);
  }

  /**
   * Lost at least three times, and on average within half an hour: less may be a bad day or an
   * appointed restart.
   */
  static final Rule FLAPPING =
      evidence ->
          evidence.histories().stream()
              .filter(history -> isFlapping(evidence, history))
              .map(LivenessRules::flapping)
              .toList();

  /**
   * The gateway has the connection, it is down, and nothing went wrong: it waits for somebody to
   * bring it up. That it came up when it was tried excludes the rest. Where neither a log nor a try
   * could tell of a failure, that it is down is all that is known.
   */
  static final Rule NOBODY_DIALS =
      evidence ->
          isLoadedAndDown(evidence) && !wentWrong(evidence)
              ? List.of(nobodyDials(evidence))
              : List.of();

  /** A peer that was silent once and answered when it was tried is silent no more. */
  private static boolean wentWrong(EvidenceSet evidence) {
    if (evidence.says(PlatformFact.CAME_UP_WHEN_TRIED, true)) {
      return Trouble.anyBesides(evidence, "", Signal.NO_ANSWER);
    }
    return evidence.says(PlatformFact.CAME_UP_WHEN_TRIED, false)
        || Trouble.anyBesides(evidence, "")
        || evidence.ikeExchanges().stream()
            .anyMatch(exchange -> exchange.outcome() == Outcome.UNANSWERED);
  }

  private static boolean isLoadedAndDown(EvidenceSet evidence) {
    return evidence.scope() == Scope.CONNECTION
        && evidence.config("software").findAny().isPresent() // Azure says so itself
        && evidence.says(PlatformFact.CONNECTION_ON_GATEWAY, true)
        && !evidence.says(PlatformFact.CONNECTION_STANDBY, true)
        && !evidence.tunnels().isEmpty()
        && evidence.tunnels().stream().allMatch(tunnel -> tunnel.state() == SaState.NOT_CONNECTED);
  }

  private static Finding nobodyDials(EvidenceSet evidence) {
    var tried = evidence.says(PlatformFact.CAME_UP_WHEN_TRIED, true);
    var hungUp =
        evidence.ikeExchanges().stream()
            .map(exchange -> exchange.last(Signal.DELETED_HERE))
            .flatMap(Optional::stream)
            .map(LogLine::ref)
            .limit(1);
    var status = evidence.tunnels().getFirst();
    var down =
        tried || isToldOfThePast(evidence)
            ? Finding.of(Cause.MARKED_DISCONNECTED, tried ? Certainty.CERTAIN : Certainty.LIKELY)
            : Finding.undeterminable(Fault.CONNECTION_IS_MARKED_DISCONNECTED);
    return down.with(Fact.PEER, status.remoteEndpoint())
        .with(Fact.CONNECTION, status.connection())
        .with(Fact.TRIED, tried ? "came_up" : "")
        .provenBy(Stream.concat(hungUp, status.refs().stream().limit(1)).toList());
  }

  private static boolean isToldOfThePast(EvidenceSet evidence) {
    return evidence.missing().stream().noneMatch(missing -> missing.probe().equals("gateway-log"));
  }

  private static boolean isFlapping(EvidenceSet evidence, TunnelHistory history) {
    return history.losses() >= MANY
        && !hasHeld(evidence, history)
        && history.ups() >= MANY
        && span(history)
            .filter(span -> span.toMillis() / (history.losses() - 1) <= SHORT.toMillis())
            .isPresent();
  }

  /** Where the gateway was asked itself, it may have calmed down since. */
  private static boolean hasHeld(EvidenceSet evidence, TunnelHistory history) {
    return evidence.scope() == Scope.CONNECTION
        && evidence.tunnels().stream().anyMatch(tunnel -> tunnel.state() == SaState.CONNECTED)
        && history
            .lastLoss()
            .filter(last -> last.isBefore(evidence.observedAt().minus(SHORT)))
            .isPresent();
  }

  private static Optional<Duration> span(TunnelHistory history) {
    return history
        .firstLoss()
        .flatMap(first -> history.lastLoss().map(last -> Duration.between(first, last)));
  }

  private static Finding flapping(TunnelHistory history) {
    return Finding.of(Cause.FLAPPING, Certainty.CERTAIN)
        .with(Fact.PEER, history.peer())
        .with(Fact.TIMES, Integer.toString(history.losses()))
        .with(Fact.SINCE, history.firstLoss().map(Object::toString).orElse(""))
        .with(Fact.UNTIL, history.lastLoss().map(Object::toString).orElse(""))
        .provenBy(history.refs());
  }

  static final Rule REKEY =
      evidence ->
          Trouble.of(evidence, Signal.REKEY_FAILED).stream()
              .map(trouble -> trouble.finding(Cause.REKEY_FAILURE, Certainty.LIKELY))
              .toList();

  /**
   * A tunnel whose keys can never be renewed is set up anew each time they end, and looks well in
   * between. Once may be bad luck, as when both sides begin at once.
   */
  static final Rule RENEWALS =
      evidence ->
          evidence.histories().stream()
              .filter(history -> history.renewals().failed() > 1)
              .map(LivenessRules::neverRenewed)
              .toList();

  /** In the first exchange there is no group for PFS yet (RFC 7296, section 1.2). */
  private static Finding neverRenewed(TunnelHistory history) {
    var renewals = history.renewals();
    var cause = renewals.refused() > 1 ? Cause.PFS_DH_MISMATCH : Cause.REKEY_FAILURE;
    return Finding.of(cause, Certainty.LIKELY)
        .as(Severity.WARNING)
        .with(Fact.PEER, history.peer())
        .with(Fact.TIMES, Integer.toString(renewals.failed()))
        .provenBy(renewals.refs());
  }
}
