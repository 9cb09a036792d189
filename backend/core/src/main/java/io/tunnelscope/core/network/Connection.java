package io.tunnelscope.core.network;

import static java.util.Objects.requireNonNull;

/**
 * A connection of a gateway.
 *
 * @param ownName what its gateway calls it; any text, where a resource id takes some letters only
 */
public record Connection(ArmId id, Gateway gateway, String ownName, ConnectionKind kind)
    implements Target {

  public Connection {
    requireNonNull(id, "id");
    requireNonNull(gateway, "gateway");
    requireNonNull(ownName, "ownName");
    requireNonNull(kind, "kind");
  }

  /** One that is called by the last segment of its id, as everything in Azure is. */
  public Connection(ArmId id, Gateway gateway, ConnectionKind kind) {
    this(id, gateway, id.name(), kind);
  }

  @Override
  public String name() {
    return gateway.name() + "/" + ownName;
  }

  @Override
  public String kindName() {
    return kind.wireName();
  }
}
