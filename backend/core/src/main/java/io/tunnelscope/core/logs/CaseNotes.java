package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.Missing;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all readers of a case write down. Bounded. */
final class CaseNotes {

  private static final int MAX_SINGLE = 10_000;

  private final ExchangeBook exchanges;
  private final List<Evidence> single = new ArrayList<>();
  private boolean full;

  /**
   * @param observedAt times without a year are of the last such day before it, those without a zone
   *     of its zone
   */
  CaseNotes(ZonedDateTime observedAt) {
    exchanges = new ExchangeBook(observedAt);
  }

  /**
   * A line that belongs to an exchange.
   *
   * @param peer address of the other side, blank when unknown
   */
  void line(Line line, String peer, Said said) {
    exchanges.add(line, peer, said, Optional.empty());
  }

  /** A line whose time stands elsewhere. */
  void line(Line line, String peer, Said said, Optional<Instant> at) {
    exchanges.add(line, peer, said, at);
  }

  /** The address under which the side that wrote this line talks to the peer. */
  void local(Line line, String peer, String local) {
    exchanges.local(line, peer, local);
  }

  /** Evidence that stands for itself. */
  void evidence(Evidence evidence) {
    if (single.size() < MAX_SINGLE) {
      single.add(evidence);
    } else {
      full = true;
    }
  }

  /** The file shows the newest line first. */
  void newestFirst(String file) {
    exchanges.newestFirst(file);
  }

  /** There was more than can be told. */
  void cutOff() {
    full = true;
  }

  List<Evidence> all() {
    var all = new ArrayList<>(single);
    all.addAll(exchanges.exchanges());
    if (full || exchanges.isCrowded()) {
      all.add(new Missing("log", Missing.Why.CUT_OFF));
    }
    return all;
  }
}
