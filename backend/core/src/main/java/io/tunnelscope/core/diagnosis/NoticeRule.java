package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.evidence.EvidenceSet;
import java.util.List;

/** Looks for something worth knowing that is no fault. Pure, like a {@link Rule}. */
@FunctionalInterface
public interface NoticeRule {

  /** What it noticed; empty when nothing. Never null. */
  List<Notice> examine(EvidenceSet evidence);
}
