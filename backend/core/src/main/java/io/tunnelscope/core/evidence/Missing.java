package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What could not be seen.
 *
 * @param probe what was asked for, for instance {@code cpu} or {@code file IKELogs.txt}
 * @param detail a further word for people, in no language or blank; no secrets
 */
public record Missing(String probe, Why why, String detail) implements Evidence {

  /** Why something could not be seen. */
  public enum Why {
    UNREACHABLE,
    TIMED_OUT,
    THROTTLED,
    NOT_ALLOWED,
    /** An answer came, but made no sense. */
    MALFORMED,
    /** This kind of gateway does not offer it. */
    NOT_OFFERED,
    /** It should have been put there by now, and was not. */
    NOT_WRITTEN,
    /** A file of the bundle is empty. */
    EMPTY,
    /** A file of the bundle is no log that is known here. */
    NOT_RECOGNISED,
    /** A limit was reached; what is further on was not looked at. */
    CUT_OFF,
    /** It was seen, but the store of log files did not take it. */
    NOT_KEPT
  }

  public Missing {
    requireNonNull(probe, "probe");
    requireNonNull(why, "why");
    requireNonNull(detail, "detail");
  }

  public Missing(String probe, Why why) {
    this(probe, why, "");
  }

  @Override
  public List<EvidenceRef> refs() {
    return List.of();
  }
}
