package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts understood lines together into exchanges, one story a peer. What a later success made old is
 * forgotten, so that what is kept stays small however long the log is.
 */
final class ExchangeBook {

  private static final int MAX_PEERS = 1_000;
  private static final int MAX_EXCHANGES = 200;
  private static final int MAX_LINES = 60;

  private final Map<String, Story> stories = new LinkedHashMap<>();
  private boolean crowded;

  void add(LogLine line) {
    var story = stories.get(line.peer());
    if (story == null && stories.size() >= MAX_PEERS) {
      crowded = true;
      return;
    }
    stories.computeIfAbsent(line.peer(), Story::new).add(line);
  }

  /** Whether there were too many peers to tell all their stories. */
  boolean isCrowded() {
    return crowded;
  }

  /**
   * The exchanges of all peers. Lines that name no peer belong to the only one there is, if there
   * is only one.
   */
  List<Evidence> exchanges() {
    var named = stories.keySet().stream().filter(peer -> !peer.isBlank()).toList();
    var all = new ArrayList<Evidence>();
    stories.forEach(
        (peer, story) ->
            story
                .exchanges(peer.isBlank() && named.size() == 1 ? named.getFirst() : peer)
                .forEach(all::add));
    return all;
  }

  /** What happened with one peer. */
  private static final class Story {
    private final List<Draft> drafts = new ArrayList<>();

    Story(String peer) {
      if (peer == null) {
        throw new IllegalArgumentException("blank, never null");
      }
    }

    void add(LogLine line) {
      if (line.signal().isSuccess()) {
        forgetWhatSucceeded(line);
      }
      var current = drafts.isEmpty() ? null : drafts.getLast();
      if (current == null || !current.takes(line)) {
        if (drafts.size() >= MAX_EXCHANGES) {
          drafts.remove(MAX_EXCHANGES / 2);
        }
        current = new Draft();
        drafts.add(current);
      }
      current.add(line);
    }

    /**
     * A tunnel that came up settles every complaint before it; an IKE SA those about the IKE SA.
     */
    private void forgetWhatSucceeded(LogLine success) {
      if (success.signal() == Signal.CHILD_ESTABLISHED) {
        drafts.removeIf(draft -> draft.failed() || draft.kind == success.exchange());
      } else {
        drafts.removeIf(draft -> draft.failed() && !draft.aboutChild());
      }
    }

    List<IkeExchange> exchanges(String peer) {
      return drafts.stream().map(draft -> draft.exchange(peer)).toList();
    }
  }

  /** An exchange while its lines come in. */
  private static final class Draft {
    private ExchangeKind kind = ExchangeKind.UNKNOWN;
    private final List<LogLine> lines = new ArrayList<>();
    private int retransmits;

    boolean takes(LogLine line) {
      var sameKind =
          line.exchange() == kind
              || line.exchange() == ExchangeKind.UNKNOWN
              || kind == ExchangeKind.UNKNOWN;
      var over = failed() || has(Signal.CHILD_ESTABLISHED) || has(Signal.IKE_ESTABLISHED);
      var anew = line.signal() == Signal.SENT || line.signal() == Signal.RECEIVED;
      return sameKind && !(over && anew);
    }

    void add(LogLine line) {
      if (kind == ExchangeKind.UNKNOWN) {
        kind = line.exchange();
      }
      if (line.signal() == Signal.RETRANSMITTED) {
        retransmits++;
      }
      if (lines.size() < MAX_LINES) {
        lines.add(line);
      }
    }

    boolean failed() {
      return lines.stream().anyMatch(line -> line.signal().isFailure());
    }

    boolean aboutChild() {
      return kind.negotiatesChild()
          && lines.stream()
              .anyMatch(
                  line ->
                      switch (line.signal()) {
                        case NO_PROPOSAL, GROUP_REFUSED, SELECTORS_REFUSED, KERNEL_REFUSED -> true;
                        default -> false;
                      });
    }

    private boolean has(Signal signal) {
      return lines.stream().anyMatch(line -> line.signal() == signal);
    }

    IkeExchange exchange(String peer) {
      return new IkeExchange(kind, role(), peer, outcome(), retransmits, lines);
    }

    private Role role() {
      return lines.stream()
          .map(LogLine::signal)
          .filter(signal -> signal == Signal.SENT || signal == Signal.RECEIVED)
          .findFirst()
          .map(signal -> signal == Signal.SENT ? Role.INITIATOR : Role.RESPONDER)
          .orElse(Role.UNKNOWN);
    }

    private Outcome outcome() {
      var failure = lines.stream().filter(line -> line.signal().isFailure()).findFirst();
      if (failure.isPresent()) {
        return failure.get().signal() == Signal.NO_ANSWER
                || failure.get().signal() == Signal.PEER_DEAD
            ? Outcome.UNANSWERED
            : refused(failure.get().side());
      }
      if (lines.stream().anyMatch(line -> line.signal().isSuccess())) {
        return Outcome.SUCCEEDED;
      }
      return retransmits > 0 && !has(Signal.RECEIVED) ? Outcome.UNANSWERED : Outcome.OPEN;
    }

    private static Outcome refused(Side side) {
      return switch (side) {
        case HERE -> Outcome.REFUSED_HERE;
        case PEER -> Outcome.REFUSED_BY_PEER;
        case UNKNOWN -> Outcome.FAILED;
      };
    }
  }
}
