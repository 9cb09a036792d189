package io.tunnelscope.core.logs;

import static java.util.function.Predicate.not;

import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelHistory;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What happened between one side and one peer, as far as it still counts. */
final class Story {

  private static final int MAX_EXCHANGES = 16;

  /** Exchanges of a negotiation that went well, as its witnesses. */
  private static final int MAX_SETTLED = 4;

  private final KeptText room;
  private final List<Draft> drafts = new ArrayList<>();
  private final Tally tally = new Tally();
  private String local = "";

  Story(KeptText room) {
    this.room = room;
  }

  void talksFrom(String address) {
    local = address;
  }

  void add(Noted noted) {
    tally.add(noted);
    if (noted.signal().isSuccess()) {
      forgetWhatSucceeded(noted);
    } else if (noted.beginsAnew()) {
      forgetWhatWasClosed();
    }
    var current = drafts.isEmpty() ? null : drafts.getLast();
    if (current == null || !current.takes(noted)) {
      if (drafts.size() >= MAX_EXCHANGES) {
        drafts.remove(MAX_EXCHANGES / 2).giveBack();
      }
      current = new Draft(room);
      drafts.add(current);
    }
    current.add(noted);
  }

  /** How the tunnel fared; what is told of it here outlasts the exchanges. */
  Optional<TunnelHistory> history(String peer, ZonedDateTime observedAt) {
    return tally.history(peer, observedAt);
  }

  /** The latest exchanges. */
  List<IkeExchange> exchanges(String peer, ZonedDateTime observedAt, int most) {
    return drafts.stream()
        .skip(Math.max(0, drafts.size() - most))
        .filter(Draft::isTold)
        .map(draft -> draft.exchange(peer, local, observedAt))
        .toList();
  }

  /**
   * Stories with one peer from several files: those of one side become one, in the order of their
   * times.
   */
  static List<Story> joined(List<Story> parts, ZonedDateTime observedAt) {
    if (parts.size() == 1) {
      return parts;
    }
    var sides = new ArrayList<List<Story>>();
    for (var part : parts) {
      sides.stream()
          .filter(side -> side.stream().allMatch(part::isOfSameSide))
          .findFirst()
          .orElseGet(
              () -> {
                sides.add(new ArrayList<>());
                return sides.getLast();
              })
          .add(part);
    }
    return sides.stream().map(side -> retold(side, observedAt)).toList();
  }

  private static Story retold(List<Story> parts, ZonedDateTime observedAt) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    var lines =
        parts.stream()
            .flatMap(part -> part.drafts.stream())
            .flatMap(draft -> draft.noted().stream())
            .toList();
    var whole = new Story(new KeptText());
    Chronicle.of(lines, observedAt).forEach(whole::add);
    whole.local =
        parts.stream().map(part -> part.local).filter(not(String::isEmpty)).findFirst().orElse("");
    return whole;
  }

  private boolean isOfSameSide(Story other) {
    return local.isEmpty() || other.local.isEmpty() || local.equals(other.local);
  }

  private void forgetWhatSucceeded(Noted success) {
    forget(drafts, draft -> draft.isSettledBy(success));
    if (success.signal() == Signal.CHILD_ESTABLISHED && drafts.size() > MAX_SETTLED) {
      forget(drafts.subList(0, drafts.size() - MAX_SETTLED), draft -> !draft.failed());
    }
  }

  /** The tunnels that the peer closed are no witnesses any more: it takes a new one. */
  private void forgetWhatWasClosed() {
    for (var last = drafts.size() - 1; last >= 0; last--) {
      if (drafts.get(last).wasClosed()) {
        forget(drafts.subList(0, last + 1), draft -> draft.wasClosed() || !draft.failed());
        return;
      }
    }
  }

  private static void forget(List<Draft> some, Predicate<Draft> old) {
    for (var i = some.size() - 1; i >= 0; i--) {
      if (old.test(some.get(i))) {
        some.remove(i).giveBack();
      }
    }
  }
}
