package io.tunnelscope.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.language.Language;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SupportTest {

  private static final String NETWORK =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/";
  private static final ArmId GATEWAY_ID = new ArmId(NETWORK + "virtualNetworkGateways/edge");
  private static final Gateway ROUTE_BASED = Gateway.routeBased(GATEWAY_ID);
  private static final Gateway POLICY_BASED =
      new Gateway(GATEWAY_ID, GatewayKind.VPN, Optional.of(VpnType.POLICY_BASED));
  private static final Gateway EXPRESS_ROUTE =
      new Gateway(GATEWAY_ID, GatewayKind.EXPRESS_ROUTE, Optional.empty());

  @ParameterizedTest
  @CsvSource({"IPSEC,true", "VNET2VNET,true", "EXPRESS_ROUTE,false", "VPN_CLIENT,false"})
  void shouldFollowTheTableForConnections(ConnectionKind kind, boolean supported) {
    assertThat(Support.of(connection(ROUTE_BASED, kind)).isSupported()).isEqualTo(supported);
  }

  @Test
  void shouldFollowTheTableForGateways() {
    assertThat(Support.of(ROUTE_BASED).isSupported()).isTrue();
    assertThat(Support.of(POLICY_BASED).isSupported()).isFalse();
    assertThat(Support.of(EXPRESS_ROUTE).isSupported()).isFalse();
    assertThat(Support.of(connection(POLICY_BASED, ConnectionKind.IPSEC)).isSupported()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void shouldNameTheKindAndAWayOut(Language language) {
    // Given
    var refused = (Support.Refused) Support.of(connection(ROUTE_BASED, ConnectionKind.VPN_CLIENT));

    // When
    var sentence = ActionCatalog.refusal(refused, language);

    // Then
    assertThat(sentence).contains("VPNClient").contains("IPsec");
  }

  @ParameterizedTest
  @EnumSource(Support.Reason.class)
  void shouldHaveAWordForEveryReason(Support.Reason reason) {
    for (var language : Language.values()) {
      assertThat(ActionCatalog.refusal(new Support.Refused(reason, "SomeKind"), language))
          .contains("SomeKind");
    }
  }

  private static Connection connection(Gateway gateway, ConnectionKind kind) {
    return new Connection(new ArmId(NETWORK + "connections/branch"), gateway, kind);
  }
}
