package io.tunnelscope.app.gateways;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.network.ArmId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the bundles of a subscription's runs are put, as everybody of the tenant may know it.
 *
 * @param keySetAt empty when no key is stored
 */
public record StoredStorage(ArmId account, URI container, Optional<Instant> keySetAt) {
  public StoredStorage {
    requireNonNull(account, "account");
    requireNonNull(container, "container");
    requireNonNull(keySetAt, "keySetAt");
  }
}
