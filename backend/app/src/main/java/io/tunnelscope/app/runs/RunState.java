package io.tunnelscope.app.runs;

/** Where a run is. {@code RUNNING} may go back to {@code QUEUED}; what is finished stays so. */
public enum RunState {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  /** No diagnosis could be made. A bad diagnosis is no failure. */
  FAILED,
  CANCELLED;

  public boolean isFinished() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
