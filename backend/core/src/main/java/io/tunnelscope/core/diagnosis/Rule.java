package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.evidence.EvidenceSet;
import java.util.List;

/** Looks for one kind of trouble. Pure: no clock, no input, no state; any thread. */
@FunctionalInterface
public interface Rule {

  /** What it found, each with its proof; empty when nothing. Never null. */
  List<Finding> examine(EvidenceSet evidence);
}
