package io.tunnelscope.core.diagnosis;

import static java.util.stream.Collectors.toSet;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Peers that did no more than knock at a gateway that has others to talk to: they dial, and get no
 * further than the first exchange. Whoever can be reached from everywhere hears them every day.
 *
 * @param all what is said of them comes after all that is said of others
 * @param passers those who came once or twice while another tunnel works: of no interest
 */
record Strangers(Set<String> all, Set<String> passers) {

  /** Whoever is meant to come comes again. */
  private static final int ONCE_OR_TWICE = 2;

  static Strangers of(EvidenceSet evidence, Ends ends) {
    var known =
        evidence.peers().stream()
            .map(evidence::ikeExchangesWith)
            .filter(exchanges -> !onlyKnocks(exchanges))
            .toList();
    var all =
        evidence.peers().stream()
            .filter(peer -> !ends.opposites().containsKey(peer))
            .filter(peer -> isStranger(evidence.ikeExchangesWith(peer), known))
            .collect(toSet());
    var works = known.stream().flatMap(List::stream).anyMatch(Strangers::bringsUpATunnel);
    var passers =
        all.stream()
            .filter(peer -> works && attempts(evidence.ikeExchangesWith(peer)) <= ONCE_OR_TWICE)
            .collect(toSet());
    return new Strangers(all, passers);
  }

  /** The logs of both ends tell of the same peers from either side: only one file is looked at. */
  private static boolean isStranger(List<IkeExchange> exchanges, List<List<IkeExchange>> known) {
    return onlyKnocks(exchanges)
        && known.stream().anyMatch(other -> !Collections.disjoint(files(exchanges), files(other)));
  }

  private static Set<String> files(List<IkeExchange> exchanges) {
    var files = new HashSet<String>();
    exchanges.forEach(
        exchange -> exchange.refs().stream().map(EvidenceRef::file).forEach(files::add));
    return files;
  }

  private static long attempts(List<IkeExchange> exchanges) {
    return exchanges.stream()
        .filter(exchange -> exchange.lines().stream().anyMatch(line -> line.signal().isFailure()))
        .count();
  }

  private static boolean bringsUpATunnel(IkeExchange exchange) {
    return exchange.has(Signal.CHILD_ESTABLISHED);
  }

  /** An answer of ours may stand by itself, as if we had dialled. */
  private static boolean onlyKnocks(List<IkeExchange> exchanges) {
    return exchanges.getFirst().role() != Role.INITIATOR
        && exchanges.stream()
            .flatMap(exchange -> exchange.lines().stream())
            .allMatch(Strangers::isOfAKnock);
  }

  private static boolean isOfAKnock(LogLine line) {
    return switch (line.signal()) {
      case SENT, RECEIVED -> !line.exchange().negotiatesChild();
      case OFFER_HERE, OFFER_PEER, NAT_DETECTED, UNDECODED -> true;
      case NO_PROPOSAL, GROUP_REFUSED, VERSION_REFUSED, MALFORMED, NO_CONNECTION ->
          line.side() != Side.PEER && !line.exchange().negotiatesChild();
      case NO_ANSWER -> line.fact("half_open").isPresent();
      default -> false;
    };
  }

  boolean isOfOne(Finding finding) {
    return finding.fact(Fact.PEER).filter(all::contains).isPresent();
  }

  boolean isOfAPasser(Finding finding) {
    return finding.fact(Fact.PEER).filter(passers::contains).isPresent();
  }
}
