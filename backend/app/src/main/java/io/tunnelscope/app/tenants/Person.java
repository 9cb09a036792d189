package io.tunnelscope.app.tenants;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.PersonId;

/**
 * A person as the identity provider knows them: the pair of issuer and subject, never the e-mail.
 */
public record Person(PersonId id, String issuer, String subject, String name) {
  public Person {
    requireNonNull(id);
    requireNonNull(issuer);
    requireNonNull(subject);
    requireNonNull(name);
  }
}
