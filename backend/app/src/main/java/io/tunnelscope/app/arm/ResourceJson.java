package io.tunnelscope.app.arm;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.VpnType;
import java.util.Optional;

/** A target as Azure describes a resource: what a client looks at before it asks for more. */
record ResourceJson(String id, String name, String type, String location, Properties properties) {
  /** What is known of it; the members of the other kind are left out. */
  record Properties(
      String provisioningState,
      Optional<String> gatewayType,
      Optional<String> vpnType,
      Optional<String> connectionType,
      Optional<Reference> virtualNetworkGateway1) {}

  /** Another resource. */
  record Reference(String id) {}

  private static final String SUCCEEDED = "Succeeded";

  static ResourceJson of(KnownTarget known) {
    return new ResourceJson(
        known.id().value(),
        known.id().name(),
        switch (known.target()) {
          case Gateway _ -> "Microsoft.Network/virtualNetworkGateways";
          case Connection _ -> "Microsoft.Network/connections";
        },
        Region.of(known.location()).name(),
        switch (known.target()) {
          case Gateway gateway -> properties(gateway);
          case Connection connection -> properties(connection);
        });
  }

  private static Properties properties(Gateway gateway) {
    return new Properties(
        SUCCEEDED,
        Optional.of(gateway.kindName()),
        gateway.vpnType().map(VpnType::wireName),
        Optional.empty(),
        Optional.empty());
  }

  private static Properties properties(Connection connection) {
    return new Properties(
        SUCCEEDED,
        Optional.empty(),
        Optional.empty(),
        Optional.of(connection.kindName()),
        Optional.of(new Reference(connection.gateway().id().value())));
  }
}
