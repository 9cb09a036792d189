package io.tunnelscope.app.login;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.Role;

/** That people of whom the provider says this value get this role. */
record RoleMapping(String value, Role role) {
  RoleMapping {
    requireNonNull(value);
    requireNonNull(role);
  }
}
