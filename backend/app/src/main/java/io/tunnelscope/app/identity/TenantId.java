package io.tunnelscope.app.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** A tenant. Every store method takes one first; nothing is read or written without it. */
public record TenantId(UUID value) {
  public TenantId {
    requireNonNull(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
