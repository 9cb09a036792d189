package io.tunnelscope.app.verify;

/** A checkpoint cannot be trusted. */
@SuppressWarnings("serial") // never serialised
final class BadCheckpoint extends Exception {
  private final transient Fault fault;
  private final long line;

  BadCheckpoint(Fault fault, long line) {
    super(null, null, false, false);
    this.fault = fault;
    this.line = line;
  }

  Outcome.Bad outcome(String tenant) {
    return new Outcome.Bad(fault, tenant, 0, line);
  }
}
