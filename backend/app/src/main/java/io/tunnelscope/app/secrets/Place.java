package io.tunnelscope.app.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Where a sealed value stands. It opens nowhere else. */
public record Place(SealedColumn column, UUID row) {
  public Place {
    requireNonNull(column, "column");
    requireNonNull(row, "row");
  }

  /** What a value is about: tenant, table, column, row and version of the key. */
  byte[] about(DataKeyId key) {
    return "tunnelscope value|%s|%s|%s|%s|%d"
        .formatted(key.tenant(), column.table(), column.column(), row, key.version())
        .getBytes(UTF_8);
  }
}
