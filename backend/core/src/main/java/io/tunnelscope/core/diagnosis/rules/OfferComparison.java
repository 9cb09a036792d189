package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.network.Proposal;
import io.tunnelscope.core.network.Proposal.Protocol;
import io.tunnelscope.core.network.Proposal.Transform;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Lays the proposals of two sides beside each other, field by field. */
final class OfferComparison {

  private OfferComparison() {}

  /**
   * The fields in which the two nearest proposals differ; empty when the two sides have one in
   * common.
   *
   * @param ours proposals in short names
   * @param theirs proposals in short names
   */
  static Set<Transform> difference(List<String> ours, List<String> theirs) {
    return ours.stream()
        .flatMap(our -> theirs.stream().map(their -> differing(parse(our), parse(their))))
        .min(Comparator.comparingInt(Set::size))
        .orElse(EnumSet.noneOf(Transform.class));
  }

  /** As a finding carries it: {@code encryption+group}. */
  static String inWords(Set<Transform> fields) {
    return fields.stream()
        .map(field -> field.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("+"));
  }

  /** Splits what a log line offers into proposals. */
  static List<String> proposals(String offer) {
    return Arrays.stream(offer.split(",\\s*", -1)).filter(one -> !one.isBlank()).toList();
  }

  private static Set<Transform> differing(Proposal ours, Proposal theirs) {
    var fields = EnumSet.noneOf(Transform.class);
    for (var field : Transform.values()) {
      var mine = ours.of(field);
      var others = theirs.of(field);
      if (!(mine.isEmpty() && others.isEmpty()) && Collections.disjoint(mine, others)) {
        fields.add(field);
      }
    }
    return fields;
  }

  private static Proposal parse(String proposal) {
    return Proposal.parse(Protocol.ESP, proposal);
  }
}
