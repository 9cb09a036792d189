package io.tunnelscope.app.secrets;

import static java.util.Objects.requireNonNull;

/** A data key of a tenant as the database has it. */
public record StoredKey(DataKeyId id, WrappedKey wrapped) {
  public StoredKey {
    requireNonNull(id, "id");
    requireNonNull(wrapped, "wrapped");
  }
}
