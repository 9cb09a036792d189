package io.tunnelscope.app.gateways;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.providers.azure.AzureEndpoints;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What everybody of the tenant may know of the account behind an Azure subscription: all but the
 * secret.
 *
 * @param azureSubscription as Azure numbers it
 * @param secretSetAt empty when there is none any more
 */
public record StoredAccount(
    SubscriptionId subscription,
    AzureEndpoints endpoints,
    UUID azureSubscription,
    String directory,
    UUID clientId,
    Optional<Instant> secretSetAt) {
  public StoredAccount {
    requireNonNull(subscription, "subscription");
    requireNonNull(endpoints, "endpoints");
    requireNonNull(azureSubscription, "azureSubscription");
    requireNonNull(directory, "directory");
    requireNonNull(clientId, "clientId");
    requireNonNull(secretSetAt, "secretSetAt");
  }
}
