package io.tunnelscope.app.providers.azure;

import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.GatewayKind;
import io.tunnelscope.core.network.VpnType;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** A gateway or connection as the resource manager describes it. */
record AzureResource(ArmId id, Members said) {
  private static final String VERSION = "?api-version=2024-05-01";

  static URI address(Arm arm, ArmId id) {
    return arm.at(ArmPath.of(id) + VERSION);
  }

  Members properties() {
    return said.object("properties");
  }

  /** Azure's short name of the region, {@code koreacentral}; blank when it is not told. */
  String location() {
    return region(said.text("location").orElse(""));
  }

  /** {@code Korea Central} is the same region. */
  static String region(String text) {
    return text.replace(" ", "").toLowerCase(Locale.ROOT);
  }

  /** Empty when it is of a kind that is not known here. */
  Optional<Gateway> gateway() {
    var vpnType = properties().text("vpnType").flatMap(VpnType::parse).orElse(VpnType.ROUTE_BASED);
    return properties()
        .text("gatewayType")
        .flatMap(GatewayKind::parse)
        .map(
            kind ->
                new Gateway(
                    id, kind, kind == GatewayKind.VPN ? Optional.of(vpnType) : Optional.empty()));
  }

  /** The gateway whose connection it is. */
  Optional<ArmId> gatewayId() {
    return properties().object("virtualNetworkGateway1").text("id").flatMap(ArmId::parse);
  }

  /** Empty when it is of a kind that is not known here. */
  Optional<Connection> connection(Gateway of) {
    return properties()
        .text("connectionType")
        .flatMap(ConnectionKind::parse)
        .map(kind -> new Connection(id, of, kind));
  }
}
