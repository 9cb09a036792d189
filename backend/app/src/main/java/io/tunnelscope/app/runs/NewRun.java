package io.tunnelscope.app.runs;

import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.core.network.ArmId;
import java.time.Instant;
import java.util.Optional;

/** A run that is asked for, its target resolved and found fit. */
public record NewRun(
    RunId id,
    SubscriptionId subscription,
    ArmId target,
    String targetName,
    String kind,
    String provider,
    Source source,
    boolean active,
    Optional<StorageWish> storage,
    Instant at) {}
