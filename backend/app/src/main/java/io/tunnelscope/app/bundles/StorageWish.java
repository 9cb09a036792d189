package io.tunnelscope.app.bundles;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where who asks for a run wants its bundle put, in his own words: not checked, never opened as it
 * stands.
 *
 * @param account id of a storage account
 * @param path address in a container of it; a query, which might be a signature, is not kept
 */
public record StorageWish(Optional<String> account, String path) {
  public StorageWish {
    requireNonNull(account, "account");
    path = path.split("[?#]", 2)[0];
  }
}
