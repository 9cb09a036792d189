package io.tunnelscope.app.gateways;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.core.network.ArmId;
import java.time.Instant;
import java.util.Optional;

/**
 * A target at a glance: what was last found, and what goes on.
 *
 * @param twin the half on the other side; of VNet2VNet connections alone
 * @param baseline the run that is pinned to compare others with
 */
public record TargetState(
    KnownTarget known,
    Optional<LastRun> lastRun,
    Optional<OpenRun> openRun,
    Optional<Twin> twin,
    Optional<RunId> baseline,
    Tags tags) {

  /**
   * The last run that said something; a cancelled one does not.
   *
   * @param code empty when the run failed, as are fault and severity
   */
  public record LastRun(
      RunId id,
      String state,
      Optional<String> code,
      Optional<String> fault,
      Optional<String> severity,
      Instant finishedAt) {}

  /** The run that goes on, else the one that waits longest. */
  public record OpenRun(RunId id, String state) {}

  /** Another connection, as it is called: {@code gateway/connection}. */
  public record Twin(ArmId id, String name) {}
}
