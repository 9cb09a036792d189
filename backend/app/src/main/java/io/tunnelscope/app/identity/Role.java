package io.tunnelscope.app.identity;

import static io.tunnelscope.app.identity.Permission.MANAGE;
import static io.tunnelscope.app.identity.Permission.READ;
import static io.tunnelscope.app.identity.Permission.READ_AUDIT;
import static io.tunnelscope.app.identity.Permission.START_RUN;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a member of a tenant may do. The whole permission table stands here. */
public enum Role {
  VIEWER,
  OPERATOR,
  AUDITOR,
  ADMIN;

  public Set<Permission> permissions() {
    return switch (this) {
      case VIEWER -> Set.of(READ);
      case OPERATOR -> Set.of(READ, START_RUN);
      case AUDITOR -> Set.of(READ, READ_AUDIT);
      case ADMIN -> Set.of(READ, START_RUN, READ_AUDIT, MANAGE);
    };
  }

  public boolean may(Permission permission) {
    return permissions().contains(permission);
  }

  /** The name in the database and on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> parse(String wire) {
    for (Role role : values()) {
      if (role.wire().equals(wire)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
