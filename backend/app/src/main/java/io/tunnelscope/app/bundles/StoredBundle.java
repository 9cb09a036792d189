package io.tunnelscope.app.bundles;

import static java.util.Objects.requireNonNull;

/**
 * A zip that lies in the store.
 *
 * @param origin {@code written} by a run or {@code uploaded} by somebody
 * @param storeKey where it lies; made by the store, never by a person
 * @param sha256 in hexadecimal
 */
public record StoredBundle(String origin, String storeKey, long bytes, String sha256) {

  public static final String WRITTEN = "written";
  public static final String UPLOADED = "uploaded";

  public StoredBundle {
    requireNonNull(origin, "origin");
    requireNonNull(storeKey, "storeKey");
    requireNonNull(sha256, "sha256");
  }
}
