package io.tunnelscope.app.providers.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  @Test
  void shouldSimulateBothHalvesOfOneTunnel() {
    // When
    var oslo = Scenario.of(connection("oslo", "to-rome", ConnectionKind.VNET2VNET));
    var rome = Scenario.of(connection("rome", "to-oslo", ConnectionKind.VNET2VNET));

    // Then
    assertThat(oslo.fault()).isEqualTo(Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY);
    assertThat(rome.fault()).isEqualTo(Fault.PEER_REACHABILITY);
    assertThat(oslo.remote()).isEqualTo(rome.local()).isNotEqualTo(oslo.local());
    assertThat(rome.remote()).isEqualTo(oslo.local());
  }

  @Test
  void shouldGiveADeviceAnAddressOfItsOwnRange() {
    // When
    var branch = Scenario.of(connection("oslo", "to-rome", ConnectionKind.IPSEC));

    // Then
    assertThat(branch.local()).startsWith("203.0.113.");
    assertThat(branch.remote()).matches("(198\\.51\\.100|192\\.0\\.2)\\.\\d+");
  }

  private static Connection connection(String gateway, String name, ConnectionKind kind) {
    var hub = Gateway.routeBased(armId("virtualNetworkGateways", gateway));
    return new Connection(armId("connections", name), hub, kind);
  }

  private static ArmId armId(String type, String name) {
    return new ArmId(
        "/subscriptions/s/resourceGroups/test/providers/Microsoft.Network/%s/%s"
            .formatted(type, name));
  }
}
