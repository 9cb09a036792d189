package io.tunnelscope.app.runs;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What the operator of the installation lets a tenant have of the queue.
 *
 * @param queued most runs that are open at once, waiting or in work
 * @param running most subscriptions that are in work at once
 * @param weight of its turns among the tenants: with twice as much it gets twice as many
 */
public record TenantLimits(int queued, int running, int weight) {
  public static final int MOST_RUNS = 1_000_000;
  public static final int MOST_WEIGHT = 1_000;

  /**
   * Limits, and how much of them is taken now.
   *
   * @param open runs that wait or are in work
   * @param inWork subscriptions that are in work, or begin as soon as a worker is free
   */
  public record Use(TenantLimits limits, int open, int inWork) {}

  /** What shall be another; empty: as it is. Refused by the database where it is out of bounds. */
  public record Change(
      Optional<Integer> queued, Optional<Integer> running, Optional<Integer> weight) {
    public boolean isNone() {
      return queued.isEmpty() && running.isEmpty() && weight.isEmpty();
    }

    TenantLimits of(TenantLimits before) {
      return new TenantLimits(
          queued.orElse(before.queued),
          running.orElse(before.running),
          weight.orElse(before.weight));
    }
  }

  /** For the audit. */
  JsonObject toJson() {
    return new JsonObject().put("queued", queued).put("running", running).put("weight", weight);
  }
}
