package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a person has to mend before the platform can be asked about the target.
 *
 * @param needed what is missing, in no language: an action of Azure, a region, a kind, a code
 * @param place resource that it is missing on; blank when the kind says it all
 */
public record Obstacle(Kind kind, String needed, String place) implements Evidence {

  /** What stands in the way. */
  public enum Kind {
    /** The account may not do what is needed there. */
    RIGHT,
    /** No network watcher is enabled in the target's region. */
    NO_WATCHER,
    /** The platform does not troubleshoot targets of this kind. */
    NOT_SUPPORTED,
    /** No storage is named into which the platform can write its logs. */
    NO_STORAGE,
    /** The platform refused to start for a reason of its own. */
    START_REFUSED,
    /** The platform started, and ended without saying anything about the target. */
    NO_RESULT
  }

  public Obstacle {
    requireNonNull(kind, "kind");
    requireNonNull(needed, "needed");
    requireNonNull(place, "place");
  }

  @Override
  public List<EvidenceRef> refs() {
    return List.of();
  }
}
