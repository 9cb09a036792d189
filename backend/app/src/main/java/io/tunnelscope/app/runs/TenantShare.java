package io.tunnelscope.app.runs;

import io.tunnelscope.app.identity.TenantId;

/**
 * A tenant's part in the queue, its row locked by this transaction.
 *
 * @param openRuns queued and running ones
 * @param limit most of them
 */
public record TenantShare(TenantId tenant, int openRuns, int limit) {

  /** Of all places; what is beyond is left to people. */
  static final int SCHEDULED_PERCENT = 80;

  /** How many more runs find a place. */
  public int room(boolean scheduled) {
    return Math.max(0, limit(scheduled) - openRuns);
  }

  /** Schedules always have a place, however small the limit. */
  int limit(boolean scheduled) {
    return scheduled ? Math.toIntExact(Math.max(1, (long) limit * SCHEDULED_PERCENT / 100)) : limit;
  }
}
