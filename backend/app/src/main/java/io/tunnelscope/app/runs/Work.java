package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.Stopped.Why;
import io.vertx.core.Context;

/** What a worker does with one lease. */
public interface Work {

  /**
   * Works, on a virtual thread, until all is done or it is stopped. Throws no exception; after an
   * error the run is left to its lease.
   *
   * @return whether the run is finished, so that its lane can be handed back; a run that was given
   *     back or is somebody else's by now is not
   */
  boolean run();

  /** Wants the work to end soon, also before it began. Any thread. */
  void stop(Why why);

  /** Begins work on leases. */
  @FunctionalInterface
  interface Begin {
    /**
     * Makes the work; it begins when it is run.
     *
     * @param context of the worker, on which the work is run
     */
    Work on(Lease lease, Context context);
  }
}
