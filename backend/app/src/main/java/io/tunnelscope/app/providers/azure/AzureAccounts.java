package io.tunnelscope.app.providers.azure;

import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Knows with whose rights Azure may be asked about a target. */
public interface AzureAccounts {

  /**
   * The account of the target's subscription; empty when there is none, or when this node may not
   * open its addresses. Each call is a use of the secret. Any thread.
   *
   * @param target as Tunnelscope numbers it; Azure's id differs in the subscription only
   */
  Future<Optional<AzureAccount>> find(UUID tenant, ArmId target);
}
