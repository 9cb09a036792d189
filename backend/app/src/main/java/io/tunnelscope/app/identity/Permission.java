package io.tunnelscope.app.identity;

import java.util.Optional;

/** What a route asks for. The table of roles is in {@link Role}. */
public enum Permission {
  READ("read"),
  START_RUN("start"),
  READ_AUDIT("audit"),
  MANAGE("settings");

  private final String wire;

  Permission(String wire) {
    this.wire = wire;
  }

  /** The name in the database and on the wire; scopes of API tokens are called so. */
  public String wire() {
    return wire;
  }

  public static Optional<Permission> parse(String wire) {
    for (Permission permission : values()) {
      if (permission.wire.equals(wire)) {
        return Optional.of(permission);
      }
    }
    return Optional.empty();
  }
}
