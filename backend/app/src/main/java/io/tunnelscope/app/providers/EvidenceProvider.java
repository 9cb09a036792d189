package io.tunnelscope.app.providers;

import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import java.util.UUID;

/** Looks at one target and brings back what it saw. Implementations say how they look. */
public interface EvidenceProvider {

  /**
   * Collects what can be seen of the target. A probe that fails becomes {@code Missing} evidence;
   * the future fails, with {@link CollectFailed}, only when nothing at all can be said. It must
   * complete by the deadline. May be called from any context; never blocks the caller.
   */
  Future<Collected> collect(Request request, Deadline deadline, Progress progress);

  /**
   * What to look at.
   *
   * @param tenant part of every key that the provider keeps anything under
   * @param active whether the target may be changed to learn more, for instance by a packet capture
   * @param checkpoint what an earlier try of the same run left behind
   * @param redaction the tenant's own, for every line that is kept or shown
   */
  record Request(
      UUID tenant,
      UUID run,
      Target target,
      boolean active,
      Checkpoint checkpoint,
      Redaction redaction) {}

  /** Tells the run how far it is. Calls are cheap and may come from any thread. */
  interface Progress {

    /**
     * Says what is being looked at.
     *
     * @param probe a short constant like {@code ike-logs}
     * @param percent of the whole collection, 0 to 100
     */
    void probe(String probe, int percent);

    /** Nobody waits for the result any more; stop as soon as is convenient. */
    boolean isCancelled();
  }
}
