package io.tunnelscope.core.diagnosis;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The two ends of a tunnel, where a case holds the logs of both: each end talks from the address
 * that the other one calls its peer. A NAT between them hides that; two peers in all, of whom no
 * file names both, are then taken for the ends, unless one device wrote of both.
 *
 * @param opposites by the peer that one end's log names, those whom the other end's log names
 */
public record Ends(Map<String, Set<String>> opposites) {

  public Ends {
    opposites = Map.copyOf(opposites);
  }

  public static Ends of(EvidenceSet evidence) {
    var facing =
        evidence.ikeExchanges().stream()
            .filter(one -> !one.local().isBlank() && isFaced(one, evidence))
            .collect(groupingBy(IkeExchange::peer, mapping(IkeExchange::local, toSet())));
    return new Ends(facing.isEmpty() ? ofTwoPeers(evidence) : facing);
  }

  private static boolean isFaced(IkeExchange one, EvidenceSet evidence) {
    return evidence.ikeExchangesWith(one.local()).stream()
        .anyMatch(other -> other.local().equals(one.peer()));
  }

  private static Map<String, Set<String>> ofTwoPeers(EvidenceSet evidence) {
    var peers = evidence.peers();
    if (peers.size() != 2) {
      return Map.of();
    }
    var one = evidence.ikeExchangesWith(peers.getFirst());
    var other = evidence.ikeExchangesWith(peers.getLast());
    var apart =
        Collections.disjoint(files(one), files(other))
            && Collections.disjoint(locals(one), locals(other));
    return apart
        ? Map.of(
            peers.getFirst(), Set.of(peers.getLast()), peers.getLast(), Set.of(peers.getFirst()))
        : Map.of();
  }

  private static Set<String> files(List<IkeExchange> exchanges) {
    return exchanges.stream()
        .flatMap(exchange -> exchange.refs().stream())
        .map(EvidenceRef::file)
        .collect(toSet());
  }

  private static Set<String> locals(List<IkeExchange> exchanges) {
    return exchanges.stream()
        .map(IkeExchange::local)
        .filter(local -> !local.isBlank())
        .collect(toSet());
  }

  /** What the other end's log tells of the tunnel; empty when there is no such log. */
  public List<IkeExchange> toldByOther(String peer, EvidenceSet evidence) {
    var told =
        opposites.getOrDefault(peer, Set.of()).stream()
            .flatMap(other -> evidence.ikeExchangesWith(other).stream())
            .toList();
    var byItself = told.stream().filter(other -> other.local().equals(peer)).toList();
    return byItself.isEmpty() ? told : byItself;
  }

  /** Whether two findings are what both ends say of one tunnel. */
  boolean facing(Finding one, Finding other) {
    return opposites.getOrDefault(peer(one), Set.of()).contains(peer(other));
  }

  /** The finding with the name of the log, and of the end that wrote it. */
  Finding located(Finding finding) {
    var writers = opposites.getOrDefault(peer(finding), Set.of());
    if (writers.size() != 1 || finding.proof().isEmpty()) {
      return finding;
    }
    return finding
        .with(Fact.FILE, finding.proof().getFirst().file())
        .with(Fact.WRITER, writers.iterator().next());
  }

  private static String peer(Finding finding) {
    return finding.fact(Fact.PEER).orElse("");
  }
}
