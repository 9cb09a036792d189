package io.tunnelscope.app.providers;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.util.List;

/** Asks a gateway which connections it has. */
public interface GatewayDiscovery {

  /**
   * The connections that are loaded there now, in the gateway's order. Fails with {@link
   * CollectFailed} by the deadline at the latest. Changes nothing there. May be called from any
   * context; never blocks the caller.
   *
   * @param address one that this node may open; checked by the caller
   */
  Future<List<FoundConnection>> connections(String address, Deadline deadline);

  /**
   * @param name as the gateway spells it; any text
   */
  record FoundConnection(String name) {
    public FoundConnection {
      requireNonNull(name, "name");
    }
  }
}
