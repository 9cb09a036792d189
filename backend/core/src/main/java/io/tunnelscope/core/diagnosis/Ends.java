package io.tunnelscope.core.diagnosis;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two ends of one tunnel, where a case holds the logs of both. It is so when the files name two
 * peers in all, and no file both: then each end's log names the other end.
 *
 * @param peers none, or the two ends as their logs name them
 */
public record Ends(List<String> peers) {

  public Ends {
    peers = List.copyOf(peers);
  }

  public static Ends of(EvidenceSet evidence) {
    Map<String, Set<String>> files =
        evidence.ikeExchanges().stream()
            .filter(exchange -> !exchange.peer().isBlank())
            .flatMap(Ends::mentions)
            .collect(
                Collectors.groupingBy(
                    Mention::peer, TreeMap::new, mapping(Mention::file, toSet())));
    var sides = List.copyOf(files.values());
    var both = sides.size() == 2 && Collections.disjoint(sides.get(0), sides.get(1));
    return new Ends(both ? List.copyOf(files.keySet()) : List.of());
  }

  private record Mention(String peer, String file) {}

  private static Stream<Mention> mentions(IkeExchange exchange) {
    return exchange.refs().stream()
        .map(EvidenceRef::file)
        .distinct()
        .map(file -> new Mention(exchange.peer(), file));
  }

  /** The other end's own name for this side: whom its log calls the peer. */
  public Optional<String> opposite(String peer) {
    return peers.contains(peer)
        ? peers.stream().filter(other -> !other.equals(peer)).findFirst()
        : Optional.empty();
  }

  /** Whether two findings are what both ends say of one tunnel. */
  boolean facing(Finding one, Finding other) {
    var peer = one.fact(Fact.PEER).orElse("");
    return opposite(peer).isPresent() && opposite(peer).equals(other.fact(Fact.PEER));
  }

  /** The finding with the name of the log, and of the end that wrote it. */
  Finding located(Finding finding) {
    var writer = finding.fact(Fact.PEER).flatMap(this::opposite);
    if (writer.isEmpty() || finding.proof().isEmpty()) {
      return finding;
    }
    return finding
        .with(Fact.FILE, finding.proof().getFirst().file())
        .with(Fact.WRITER, writer.get());
  }
}
