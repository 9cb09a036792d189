package io.tunnelscope.app.providers.azure;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.core.network.ArmId;
import java.net.URI;
import java.util.Optional;

/**
 * Where the log files of a troubleshooting run go.
 *
 * @param account id of the storage account
 * @param container address of the blob container, without a query
 * @param key of the storage account; without one it is asked of Azure with the rights of the
 *     application
 */
public record LogStorage(ArmId account, URI container, Optional<Secret> key) {
  public LogStorage {
    requireNonNull(account, "account");
    requireNonNull(container, "container");
    requireNonNull(key, "key");
  }
}
