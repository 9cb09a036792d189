package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Missing;
import java.util.ArrayList;
import java.util.List;

/** What all readers of a case write down. Bounded. */
final class CaseNotes {

  private static final int MAX_SINGLE = 10_000;

  private final ExchangeBook exchanges = new ExchangeBook();
  private final List<Evidence> single = new ArrayList<>();
  private boolean full;

  /** A line that belongs to an exchange. */
  void line(LogLine line) {
    exchanges.add(line);
  }

  /** Evidence that stands for itself. */
  void evidence(Evidence evidence) {
    if (single.size() < MAX_SINGLE) {
      single.add(evidence);
    } else {
      full = true;
    }
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
