package io.tunnelscope.app.runs;

/** Somebody else may be working on the run by now: stop, and drop what was found. */
@SuppressWarnings("serial") // never serialised
final class LeaseLost extends RuntimeException {
  LeaseLost(Lease lease) {
    super("lost the lease of run " + lease.run(), null, false, false);
  }
}
