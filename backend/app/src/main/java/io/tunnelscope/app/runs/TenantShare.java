package io.tunnelscope.app.runs;

import io.tunnelscope.app.identity.TenantId;

/**
 * A tenant's part in the queue, its row locked by this transaction.
 *
 * @param openRuns queued and running ones
 * @param limit most of them
 */
public record TenantShare(TenantId tenant, int openRuns, int limit) {}
