package io.tunnelscope.app.runs;

/** The work on a run ends before it is done. */
@SuppressWarnings("serial") // never serialised
public final class Stopped extends RuntimeException {

  /** Why it ends. */
  public enum Why {
    /** Somebody cancelled the run. */
    CANCELLED,
    /** The run is somebody else's by now: write nothing more. */
    LEASE_LOST,
    /** This process ends; another one shall do it. */
    DRAINED,
    /** It took longer than a try may. */
    DEADLINE
  }

  private final Why why;

  Stopped(Why why) {
    super(why.name(), null, false, false);
    this.why = why;
  }

  Why why() {
    return why;
  }
}
