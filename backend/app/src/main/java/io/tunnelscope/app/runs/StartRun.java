package io.tunnelscope.app.runs;

import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import java.util.Optional;

/**
 * Somebody asks for a run.
 *
 * @param target name or resource id, as it was typed
 * @param active whether the target may be changed to learn more
 * @param idempotencyKey the same key and request within a day start one run; 1 to 200 characters
 * @param storage where the bundle is to be put besides our own store
 */
public record StartRun(
    Principal who,
    Optional<Origin> origin,
    String target,
    boolean active,
    Source source,
    Optional<String> idempotencyKey,
    Optional<StorageWish> storage) {

  /** The bundle stays with us. */
  public StartRun(
      Principal who,
      Optional<Origin> origin,
      String target,
      boolean active,
      Source source,
      Optional<String> idempotencyKey) {
    this(who, origin, target, active, source, idempotencyKey, Optional.empty());
  }
}
