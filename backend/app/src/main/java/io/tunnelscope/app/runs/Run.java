package io.tunnelscope.app.runs;

import io.tunnelscope.app.bundles.Delivery;
import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.network.ArmId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A troubleshoot run as it stands.
 *
 * @param targetName as the target was called when it was asked for
 * @param kind {@code gateway} or {@code connection}
 * @param attempt how often a worker has begun it
 * @param failedTries how often nothing could be collected
 * @param storage where the bundle is to be put besides our own store
 * @param delivery what became of that; empty while the run goes on, and without a diagnosis
 * @param changed whether it differs from the run before; empty when there is none to compare with
 */
public record Run(
    TenantId tenant,
    RunId id,
    SubscriptionId subscription,
    String subscriptionName,
    ArmId target,
    String targetName,
    String kind,
    String provider,
    Source source,
    Requester requestedBy,
    boolean active,
    RunState state,
    int attempt,
    int failedTries,
    Optional<String> checkpoint,
    Times times,
    Optional<StorageWish> storage,
    Optional<Delivery> delivery,
    Optional<Verdict> verdict,
    Optional<RunId> previous,
    Optional<Boolean> changed,
    Optional<Failure> failure) {

  /** A person or token; the id is empty for the product itself. */
  public record Requester(Optional<UUID> id, String name) {}

  /** When it got where. */
  public record Times(
      Instant queued,
      Optional<Instant> started,
      Optional<Instant> finished,
      Optional<Instant> cancelRequested) {}

  /**
   * What came out.
   *
   * @param from when the look at the target began
   * @param to when its evidence was complete
   * @param worst the root cause, or the {@code NoFault}
   */
  public record Verdict(Instant from, Instant to, Code code, Severity severity, Finding worst) {}

  public boolean isFinished() {
    return state.isFinished();
  }
}
