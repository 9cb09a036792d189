package io.tunnelscope.app.tenants;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.Role;

/**
 * A person inside one tenant.
 *
 * @param active false: stays in the list and may nothing
 * @param mapped whether the role follows what the identity provider says at each sign-in
 */
public record Member(Person person, Role role, boolean active, boolean mapped) {
  public Member {
    requireNonNull(person);
    requireNonNull(role);
  }

  boolean isActiveAdmin() {
    return active && role == Role.ADMIN;
  }
}
