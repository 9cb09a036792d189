package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The proposals of a side while a device prints them line by line. */
final class Offers {

  private static final int MAX = 40;

  private final List<Set<String>> proposals = new ArrayList<>();
  private Side whose = Side.UNKNOWN;
  private Line proof;

  /** What follows is offered or accepted by this side. */
  void begin(Side side) {
    proposals.clear();
    whose = side;
  }

  boolean isOpen() {
    return whose != Side.UNKNOWN;
  }

  boolean isOf(Side side) {
    return whose == side;
  }

  /** The next proposal begins. */
  void next() {
    if (isOpen() && proposals.size() < MAX) {
      proposals.add(new LinkedHashSet<>());
    }
  }

  /** Adds to the current proposal. */
  void add(Line line, List<String> algorithms) {
    if (proposals.isEmpty()) {
      next();
    }
    if (isOpen() && proposals.getLast().size() + algorithms.size() <= MAX) {
      proposals.getLast().addAll(algorithms);
      proof = line.kept();
    }
  }

  /**
   * The key of the current proposal's cipher, which some devices tell apart from it.
   *
   * @param bits of a cipher with keys of several lengths
   */
  void lengthen(String bits) {
    if (!proposals.isEmpty() && proposals.getLast().remove("aes")) {
      proposals.getLast().add("aes" + bits);
    }
  }

  /** The line with the last of what was offered. */
  Line proof() {
    return proof;
  }

  /** What was offered, once; empty when nothing was. */
  Optional<Said> told(ExchangeKind step) {
    if (!isOpen()) {
      return Optional.empty();
    }
    var offer =
        proposals.stream()
            .filter(proposal -> !proposal.isEmpty())
            .map(proposal -> String.join("/", proposal))
            .distinct()
            .collect(Collectors.joining(", "));
    var signal = whose == Side.HERE ? Signal.OFFER_HERE : Signal.OFFER_PEER;
    var said =
        offer.isEmpty()
            ? Optional.<Said>empty()
            : Optional.of(
                new Said(
                    signal,
                    whose,
                    step,
                    Map.of("offer", offer, "for", step.negotiatesChild() ? "ESP" : "IKE")));
    begin(Side.UNKNOWN);
    return said;
  }
}
