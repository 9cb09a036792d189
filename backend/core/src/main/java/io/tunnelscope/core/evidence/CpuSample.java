package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalInt;

/**
 * Load of the gateway at one moment.
 *
 * @param percent 0 to 100
 */
public record CpuSample(int percent, OptionalInt memoryAvailableMb, List<EvidenceRef> refs)
    implements Evidence {

  public CpuSample {
    requireNonNull(memoryAvailableMb, "memoryAvailableMb");
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("a share of 100");
    }
    refs = List.copyOf(refs);
  }
}
