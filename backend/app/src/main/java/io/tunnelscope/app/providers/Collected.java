package io.tunnelscope.app.providers;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.EvidenceSet;
import java.util.List;

/**
 * What a provider brings back.
 *
 * @param logs the files to keep as the bundle of the run; empty when none are written
 */
public record Collected(EvidenceSet evidence, List<BundleFile> logs) {
  public Collected {
    requireNonNull(evidence);
    logs = List.copyOf(logs);
  }
}
