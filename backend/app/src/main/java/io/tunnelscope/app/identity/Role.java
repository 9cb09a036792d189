package io.tunnelscope.app.identity;

import static io.tunnelscope.app.identity.Permission.READ;
import static io.tunnelscope.app.identity.Permission.READ_AUDIT;
import static io.tunnelscope.app.identity.Permission.START_RUN;

import java.util.Locale;
import java.util.Optional;

/** What a member of a tenant may do. The whole permission table stands here. */
public enum Role {
  VIEWER,
  OPERATOR,
  AUDITOR,
  ADMIN;

  public boolean may(Permission permission) {
    return switch (this) {
      case VIEWER -> permission == READ;
      case OPERATOR -> permission == READ || permission == START_RUN;
      case AUDITOR -> permission == READ || permission == READ_AUDIT;
      case ADMIN -> true;
    };
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
