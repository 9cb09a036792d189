package io.tunnelscope.app.login;

import io.tunnelscope.app.settings.Secret;

/** What an admin wants done with the secret of the tenant's client. */
sealed interface ClientSecretWish {
  /** The one that is there stays, if it is for the same client of the same provider. */
  record Keep() implements ClientSecretWish {}

  /** The client is a public one. */
  record Remove() implements ClientSecretWish {}

  record Replace(Secret secret) implements ClientSecretWish {}
}
