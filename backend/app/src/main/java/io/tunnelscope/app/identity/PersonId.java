package io.tunnelscope.app.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * A person, known by issuer and subject of the identity provider; may belong to several tenants.
 */
public record PersonId(UUID value) {
  public PersonId {
    requireNonNull(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
