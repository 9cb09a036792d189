package io.tunnelscope.app.tenants;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.Role;
import java.util.Optional;

/** What an admin wants of a member; what is empty stays. */
record MemberChange(Optional<Role> role, Optional<Boolean> active) {
  MemberChange {
    requireNonNull(role);
    requireNonNull(active);
  }

  /** A role that an admin gives no longer follows the identity provider. */
  Member of(Member before) {
    return new Member(
        before.person(),
        role.orElse(before.role()),
        active.orElse(before.active()),
        role.isEmpty() && before.mapped());
  }
}
