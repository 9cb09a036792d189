package io.tunnelscope.core.network;

import static java.util.Objects.requireNonNull;

/** A connection of a gateway. */
public record Connection(ArmId id, Gateway gateway, ConnectionKind kind) implements Target {

  public Connection {
    requireNonNull(id, "id");
    requireNonNull(gateway, "gateway");
    requireNonNull(kind, "kind");
  }

  @Override
  public String name() {
    return gateway.name() + "/" + id.name();
  }

  @Override
  public String kindName() {
    return kind.wireName();
  }
}
