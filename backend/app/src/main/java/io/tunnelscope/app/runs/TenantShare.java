package io.tunnelscope.app.runs;

import io.tunnelscope.app.identity.TenantId;

/**
 * A tenant's part in the queue, its row locked by this transaction. Start-time fair queueing: what
 * becomes ready gets the tag {@link #startTag()}, and the tenant's next one comes a share later.
 *
 * @param finishTag of what the tenant last made ready
 * @param virtualTime largest tag that was dispatched in the installation
 */
record TenantShare(
    TenantId tenant, int weight, long finishTag, long virtualTime, int openRuns, int limit) {
  private static final long COST = 1_000;

  /** A tenant that was quiet starts now, not in its past: quiet times earn no credit. */
  long startTag() {
    return Math.max(virtualTime, finishTag);
  }

  long nextFinishTag() {
    return startTag() + COST / weight;
  }

  boolean isFull() {
    return openRuns >= limit;
  }
}
