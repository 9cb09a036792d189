package io.tunnelscope.core.diagnosis;

import static java.util.stream.Collectors.partitioningBy;

import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** Puts the root cause first and drops what it explains. */
final class Ranking {

  private static final Comparator<Finding> ROOT_FIRST =
      Comparator.comparing(Ranking::resourceOrder)
          .thenComparing(Finding::severity, Comparator.reverseOrder())
          .thenComparing(Finding::certainty)
          .thenComparing(Finding::cause);

  /**
   * What a gateway's run says of the gateway comes before what it saw of single connections, and
   * the other way round.
   */
  private static Comparator<Finding> rootFirst(Scope scope) {
    return Comparator.comparing((Finding finding) -> !finding.fault().scopes().contains(scope))
        .thenComparing(ROOT_FIRST);
  }

  private Ranking() {}

  /**
   * Causes of the resource explain everything else, however mild they are, and each other in their
   * own order.
   */
  private static Cause resourceOrder(Finding finding) {
    return finding.cause().isOfResource() ? finding.cause() : Cause.HEALTHY;
  }

  /** Never empty: nothing wrong is {@code NoFault}, nothing seen is {@code Undetermined}. */
  static List<Finding> of(EvidenceSet evidence, List<Finding> found) {
    var once = new LinkedHashMap<String, Finding>();
    for (var finding : found) {
      once.merge(finding.key(), finding, Ranking::merge);
    }
    var ends = Ends.of(evidence);
    var strangers = Strangers.of(evidence, ends);
    var ranked = new ArrayList<>(located(once.values()));
    ranked.removeIf(strangers::isOfAPasser);
    ranked.sort(
        Comparator.comparing(strangers::isOfOne).thenComparing(rootFirst(evidence.scope())));
    dropWhatIsExplained(ranked, ends);
    if (ranked.isEmpty()) {
      ranked.add(Absence.of(evidence));
    }
    return ranked.stream().map(ends::located).toList();
  }

  /**
   * The platform names no peer; a log does. What is said of nobody in particular is said of the one
   * whom another finding of the same cause names.
   */
  private static List<Finding> located(Collection<Finding> found) {
    var byVagueness = found.stream().collect(partitioningBy(Ranking::isVague));
    var vague = byVagueness.get(true);
    var named = byVagueness.get(false);
    var located = new ArrayList<Finding>();
    for (var finding : named) {
      located.add(
          vague.stream()
              .filter(other -> isSameTrouble(other, finding))
              .reduce(finding, Ranking::merge));
    }
    vague.stream()
        .filter(finding -> named.stream().noneMatch(other -> isSameTrouble(finding, other)))
        .forEach(located::add);
    return located;
  }

  private static boolean isSameTrouble(Finding vague, Finding named) {
    return named.cause() == vague.cause()
        && named.fault() == vague.fault()
        && named.cause() != Cause.UNDETERMINABLE;
  }

  private static boolean isVague(Finding finding) {
    return finding.fact(Fact.PEER).isEmpty() && finding.fact(Fact.CONNECTION).isEmpty();
  }

  /** Two rules saw the same: the surer one speaks, with the proof of both. */
  private static Finding merge(Finding one, Finding other) {
    var oneIsSurer = one.certainty().compareTo(other.certainty()) <= 0;
    var surer = oneIsSurer ? one : other;
    var weaker = oneIsSurer ? other : one;
    var merged = surer.provenBy(weaker.proof());
    for (var fact : Fact.values()) {
      var unknown = merged.fact(fact).isEmpty() && !isOfOtherOffers(fact, surer);
      if (unknown && weaker.fact(fact).isPresent()) {
        merged = merged.with(fact, weaker.fact(fact).get());
      }
    }
    return merged;
  }

  /** That offers are Azure's defaults is said of the offers beside it, not of those in a log. */
  private static boolean isOfOtherOffers(Fact fact, Finding finding) {
    return fact == Fact.DEFAULTS && finding.fact(Fact.OURS).isPresent();
  }

  private static void dropWhatIsExplained(List<Finding> ranked, Ends ends) {
    if (ranked.size() < 2) {
      return;
    }
    var root = ranked.getFirst();
    ranked.subList(1, ranked.size()).removeIf(finding -> explains(root, finding, ends));
  }

  /**
   * An open question is settled by an answer; "not connected" is what every fault looks like from
   * afar; a tunnel that keeps going up and down is lost each time.
   */
  private static boolean explains(Finding root, Finding finding, Ends ends) {
    var answered = root.cause() != Cause.UNDETERMINABLE;
    return switch (finding.cause()) {
      case UNDETERMINABLE -> answered && isOfSameTunnel(root, finding, ends);
      case NOT_CONNECTED ->
          answered && root.severity() == Severity.ERROR && isOfSameTunnel(root, finding, ends);
      case PEER_VANISHED, SA_DELETED_BY_PEER ->
          root.cause() == Cause.FLAPPING && isOfSamePeer(root, finding);
      default -> isEchoOf(root, finding, ends);
    };
  }

  private static boolean isOfSameTunnel(Finding one, Finding other, Ends ends) {
    return ends.facing(one, other)
        || !(differ(Fact.PEER, one, other) || differ(Fact.CONNECTION, one, other));
  }

  /** Who does not say it may speak of the same. */
  private static boolean differ(Fact fact, Finding one, Finding other) {
    var first = one.fact(fact);
    var second = other.fact(fact);
    return first.isPresent() && second.isPresent() && !first.equals(second);
  }

  private static boolean isOfSamePeer(Finding one, Finding other) {
    return one.fact(Fact.PEER).equals(other.fact(Fact.PEER));
  }

  /** What the other end merely hears is the refusal that this end gives the reason for. */
  private static boolean isEchoOf(Finding root, Finding finding, Ends ends) {
    return root.certainty() == Certainty.CERTAIN
        && finding.certainty() != Certainty.CERTAIN
        && root.fact(Fact.REFUSED_BY).filter("here"::equals).isPresent()
        && finding.fact(Fact.REFUSED_BY).filter("peer"::equals).isPresent()
        && ends.facing(root, finding);
  }
}
