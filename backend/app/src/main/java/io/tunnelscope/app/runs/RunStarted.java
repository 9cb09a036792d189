package io.tunnelscope.app.runs;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.core.network.ArmId;

/**
 * A run was accepted.
 *
 * @param repeated it had been accepted before, under the same idempotency key
 */
public record RunStarted(RunId id, RunState state, ArmId target, boolean repeated) {}
