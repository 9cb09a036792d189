package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** An exchange while its lines come in. */
final class Draft {

  private static final int MAX_LINES = 60;

  private final KeptText kept;
  private final List<Noted> lines = new ArrayList<>(4);
  private ExchangeKind kind = ExchangeKind.UNKNOWN;
  private Role role = Role.UNKNOWN;
  private Said failure;
  private boolean succeeded;
  private boolean answered;
  private boolean aboutChild;
  private boolean broughtChild;
  private int retransmits;

  /** Characters of its lines that were counted. */
  private int room;

  Draft(KeptText kept) {
    this.kept = kept;
  }

  /** Whether the line goes on with this exchange, not begins another. */
  boolean takes(Noted noted) {
    var exchange = noted.said().exchange();
    var sameKind =
        exchange == kind || exchange == ExchangeKind.UNKNOWN || kind == ExchangeKind.UNKNOWN;
    return sameKind
        && !((failed() || succeeded) && moves(noted.signal()))
        && !(failed() && failure.isOfAnotherThan(noted.said()));
  }

  void add(Noted noted) {
    if (kind == ExchangeKind.UNKNOWN) {
      kind = noted.said().exchange();
    }
    var signal = noted.signal();
    if (role == Role.UNKNOWN && moves(signal)) {
      role = signal == Signal.SENT ? Role.INITIATOR : Role.RESPONDER;
    }
    answered |= signal == Signal.RECEIVED;
    succeeded |= signal.isSuccess();
    aboutChild |= isAboutChild(signal);
    if (signal == Signal.RETRANSMITTED) {
      retransmits++;
    }
    var fails = signal.isFailure() && failure == null;
    if (fails) {
      failure = noted.said();
    }
    var bringsChild = signal == Signal.CHILD_ESTABLISHED && !broughtChild;
    broughtChild |= bringsChild;
    if (fails || bringsChild || lines.size() < MAX_LINES) {
      keep(noted);
    }
  }

  private void keep(Noted noted) {
    var brief = noted.brief();
    var length = brief.line().length();
    if (kept.take(length)) {
      room += length;
      lines.add(brief);
    }
  }

  /** The exchange is forgotten. */
  void giveBack() {
    kept.giveBack(room);
  }

  boolean failed() {
    return failure != null;
  }

  /**
   * A tunnel that came up settles every complaint before it about its connection; an IKE SA those
   * about the IKE SA. It does not undo that a tunnel was lost before, or that a setting was
   * refused.
   */
  boolean isSettledBy(Noted success) {
    if (failed() && (outlastsSuccess(failure.signal()) || isOfAnotherConnection(success))) {
      return false;
    }
    return success.signal() == Signal.CHILD_ESTABLISHED
        ? failed() || kind == success.said().exchange()
        : failed() && !aboutChild();
  }

  /** Whether the peer closed the tunnel: not the end of the story once somebody begins anew. */
  boolean wasClosed() {
    return failed() && failure.signal() == Signal.DELETED_BY_PEER;
  }

  /** A peer that answers one connection is there for all of them. */
  private boolean isOfAnotherConnection(Noted success) {
    return failure.signal() != Signal.NO_ANSWER
        && failure.signal() != Signal.FRAGMENTS_LOST
        && failure.isOfAnotherThan(success.said());
  }

  private boolean aboutChild() {
    return kind == ExchangeKind.QUICK_MODE || kind.negotiatesChild() && aboutChild;
  }

  private static boolean outlastsSuccess(Signal signal) {
    return signal == Signal.PEER_DEAD || signal == Signal.CONFIGURATION_REFUSED;
  }

  /** Whether any line of it found room. */
  boolean isTold() {
    return !lines.isEmpty();
  }

  List<Noted> noted() {
    return lines;
  }

  IkeExchange exchange(String peer, String local, ZonedDateTime observedAt) {
    return new IkeExchange(
        kind,
        role,
        peer,
        local,
        outcome(),
        retransmits,
        lines.stream().map(noted -> noted.evidence(peer, observedAt)).toList());
  }

  private Outcome outcome() {
    if (failure != null) {
      return failure.signal() == Signal.NO_ANSWER || failure.signal() == Signal.PEER_DEAD
          ? Outcome.UNANSWERED
          : refusedBy(failure.side());
    }
    if (succeeded) {
      return Outcome.SUCCEEDED;
    }
    return retransmits > 0 && !answered ? Outcome.UNANSWERED : Outcome.OPEN;
  }

  private static Outcome refusedBy(Side side) {
    return switch (side) {
      case HERE -> Outcome.REFUSED_HERE;
      case PEER -> Outcome.REFUSED_BY_PEER;
      case UNKNOWN -> Outcome.FAILED;
    };
  }

  private static boolean moves(Signal signal) {
    return signal == Signal.SENT || signal == Signal.RECEIVED;
  }

  private static boolean isAboutChild(Signal signal) {
    return switch (signal) {
      case NO_PROPOSAL, GROUP_REFUSED, SELECTORS_REFUSED, KERNEL_REFUSED -> true;
      default -> false;
    };
  }
}
