package io.tunnelscope.app.gateways;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.Secret;
import java.util.UUID;

/**
 * Who acts for a tenant in Azure, as an admin types it.
 *
 * @param directory id or domain of the directory that knows the application
 */
record AzureCredential(String directory, UUID clientId, Secret clientSecret) {
  AzureCredential {
    requireNonNull(directory, "directory");
    requireNonNull(clientId, "clientId");
    requireNonNull(clientSecret, "clientSecret");
  }
}
