package io.tunnelscope.app.providers.azure;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Future;
import java.util.List;

/** Asks Azure which gateways and connections a subscription has. */
public interface AzureInventory {

  /**
   * Everything there that a person may want to troubleshoot, also what cannot be. Fails with {@code
   * CollectFailed} by the deadline at the latest. Any context; never blocks the caller.
   */
  Future<Found> targets(AzureAccount account, Deadline deadline);

  /** In Azure's order. */
  record Found(List<FoundGateway> gateways, List<FoundConnection> connections) {
    public Found {
      gateways = List.copyOf(gateways);
      connections = List.copyOf(connections);
    }
  }

  /**
   * @param gateway by Azure's id
   * @param location Azure's short name of the region
   */
  record FoundGateway(Gateway gateway, String location) {
    public FoundGateway {
      requireNonNull(gateway, "gateway");
      requireNonNull(location, "location");
    }
  }

  /**
   * @param connection by Azure's ids
   * @param location Azure's short name of the region
   */
  record FoundConnection(Connection connection, String location) {
    public FoundConnection {
      requireNonNull(connection, "connection");
      requireNonNull(location, "location");
    }
  }
}
