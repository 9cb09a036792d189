package io.tunnelscope.app.outbox;

import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.vertx.core.Future;
import java.time.Duration;

/** Brings messages to where they belong. Called on a virtual thread's context; never blocks it. */
public interface Delivery {
  /** A delivery that takes longer may be done twice, as the lease is over. */
  Duration LONGEST = Duration.ofSeconds(40);

  /**
   * Tries once, within {@link #LONGEST}. The same message may come again though it was delivered: a
   * process may die between the two. A failed future counts as {@link Outcome.Failed}.
   */
  Future<Outcome> deliver(Parcel parcel);

  /**
   * What to write when a message is given up.
   *
   * @param why of the last attempt
   */
  Future<Besides> giveUp(Parcel parcel, String why);
}
