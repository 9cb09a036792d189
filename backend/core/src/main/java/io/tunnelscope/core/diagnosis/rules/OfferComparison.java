package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.network.Choice;
import io.tunnelscope.core.network.Proposal;
import io.tunnelscope.core.network.Proposal.Protocol;
import io.tunnelscope.core.network.Proposal.Transform;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lays the proposals of two sides beside each other, field by field.
 *
 * @param ours what the side that wrote the log has
 * @param theirs what its peer has
 */
record OfferComparison(Protocol protocol, List<Proposal> ours, List<Proposal> theirs) {

  private static final List<Transform> ROWS =
      List.of(
          Transform.ENCRYPTION,
          Transform.INTEGRITY,
          Transform.PRF,
          Transform.GROUP,
          Transform.SEQUENCE_NUMBERS);

  /** The others are of interest only where they differ: hardly anybody sets them. */
  private static final Set<Transform> USUAL_ROWS =
      EnumSet.of(Transform.ENCRYPTION, Transform.INTEGRITY, Transform.GROUP);

  OfferComparison {
    ours = List.copyOf(ours);
    theirs = List.copyOf(theirs);
  }

  /**
   * @param ours proposals in short names
   * @param theirs proposals in short names
   */
  static OfferComparison of(Protocol protocol, List<String> ours, List<String> theirs) {
    return new OfferComparison(protocol, parsed(protocol, ours), parsed(protocol, theirs));
  }

  private static List<Proposal> parsed(Protocol protocol, List<String> offers) {
    return offers.stream().map(offer -> Proposal.parse(protocol, offer)).toList();
  }

  /** Splits what a log line offers into proposals. */
  static List<String> proposals(String offer) {
    return Arrays.stream(offer.split(",\\s*", -1)).filter(one -> !one.isBlank()).toList();
  }

  /**
   * The fields in which the two nearest proposals differ; empty when the two sides have one in
   * common.
   */
  Set<Transform> difference() {
    var nearest =
        ours.stream()
            .flatMap(our -> theirs.stream().map(their -> differing(our, their)))
            .min(Comparator.comparingInt(Set::size))
            .orElse(EnumSet.noneOf(Transform.class));
    if (nearest.contains(Transform.INTEGRITY)) {
      nearest.remove(Transform.PRF); // follows from the hash
    }
    return nearest;
  }

  private EnumSet<Transform> differing(Proposal our, Proposal their) {
    var fields = EnumSet.noneOf(Transform.class);
    for (var field : Transform.values()) {
      var mine = our.of(field);
      var others = their.of(field);
      if (isTold(field)
          && !(mine.isEmpty() && others.isEmpty())
          && Collections.disjoint(mine, others)) {
        fields.add(field);
      }
    }
    return fields;
  }

  /**
   * Logs that shorten an offer name no group or pseudo-random function at all; in ESP a group that
   * one side lacks is PFS that one side lacks.
   */
  private boolean isTold(Transform field) {
    return switch (field) {
      case ENCRYPTION, INTEGRITY, SEQUENCE_NUMBERS -> true;
      case PRF -> names(ours, field) && names(theirs, field);
      case GROUP -> protocol != Protocol.IKE || names(ours, field) && names(theirs, field);
    };
  }

  private static boolean names(List<Proposal> side, Transform field) {
    return side.stream().anyMatch(proposal -> !proposal.of(field).isEmpty());
  }

  /** The same comparison where the log names no groups on one side. */
  OfferComparison withoutGroups() {
    return new OfferComparison(protocol, without(ours), without(theirs));
  }

  private static List<Proposal> without(List<Proposal> side) {
    return side.stream().map(proposal -> proposal.without(Transform.GROUP)).toList();
  }

  boolean theyNameGroups() {
    return names(theirs, Transform.GROUP);
  }

  /** As a finding carries it: {@code encryption+group}. */
  static String inWords(Set<Transform> fields) {
    return fields.stream().map(OfferComparison::word).collect(Collectors.joining("+"));
  }

  /**
   * All of both sides as a finding carries it: fields joined by semicolons, in each what is ours
   * and what is theirs, joined by plus signs, for instance {@code
   * encryption=aes256/aes128+3des;group=modp2048/modp1024}.
   */
  String table() {
    var differing = difference();
    return ROWS.stream()
        .filter(field -> USUAL_ROWS.contains(field) || differing.contains(field))
        .filter(field -> isTold(field) && (names(ours, field) || names(theirs, field)))
        .map(
            field ->
                word(field) + "=" + joined(all(ours, field)) + "/" + joined(all(theirs, field)))
        .collect(Collectors.joining(";"));
  }

  /**
   * Whether both sides know some of each field that differs, only never together with the rest of
   * one proposal.
   */
  boolean isScattered() {
    var differing = difference();
    return !differing.isEmpty()
        && differing.stream()
            .noneMatch(field -> Collections.disjoint(all(ours, field), all(theirs, field)));
  }

  private static List<String> all(List<Proposal> side, Transform field) {
    return side.stream().flatMap(proposal -> proposal.of(field).stream()).distinct().toList();
  }

  private static String joined(List<String> names) {
    return String.join("+", names);
  }

  private static String word(Transform field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A combination that one side has already and the other can be set to; one that the peer offers
   * where it is worth it, so that only this side must change.
   */
  Optional<Choice> choice() {
    return Choice.between(protocol, ours, theirs);
  }

  /** {@code here} or {@code peer}: which side alone must change for it; blank when both must. */
  String changes(Choice choice) {
    if (theirs.stream().anyMatch(choice::isOf)) {
      return "here";
    }
    return ours.stream().anyMatch(choice::isOf) ? "peer" : "";
  }
}
