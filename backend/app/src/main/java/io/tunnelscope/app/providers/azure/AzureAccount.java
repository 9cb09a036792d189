package io.tunnelscope.app.providers.azure;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.Secret;
import java.util.Optional;

/**
 * The application that acts for a tenant in one subscription of Azure.
 *
 * @param directory id or domain of the directory (Azure's word: tenant) that knows the application
 * @param subscription as Azure numbers it, which is not how Tunnelscope does
 * @param storage without one Network Watcher cannot be started, as it insists on writing logs
 */
public record AzureAccount(
    AzureEndpoints endpoints,
    String directory,
    String clientId,
    Secret clientSecret,
    String subscription,
    Optional<LogStorage> storage) {
  public AzureAccount {
    requireNonNull(endpoints, "endpoints");
    requireNonNull(directory, "directory");
    requireNonNull(clientId, "clientId");
    requireNonNull(clientSecret, "clientSecret");
    requireNonNull(subscription, "subscription");
    requireNonNull(storage, "storage");
  }
}
