package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;

/**
 * What a troubleshooter of the platform itself has come to. One of several, where it names several
 * faults.
 *
 * @param fault id as the platform spells it; blank when it calls the target unhealthy and names
 *     nothing
 * @param links pages that it sends people to; others than https are left out
 * @param refs its words, as they stand in the file that keeps them
 */
public record Verdict(String fault, List<URI> links, List<EvidenceRef> refs) implements Evidence {

  public Verdict {
    requireNonNull(fault, "fault");
    links = links.stream().filter(link -> "https".equals(link.getScheme())).toList();
    refs = List.copyOf(refs);
  }
}
