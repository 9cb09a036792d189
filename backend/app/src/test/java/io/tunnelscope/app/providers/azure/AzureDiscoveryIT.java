package io.tunnelscope.app.providers.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Support;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AzureDiscoveryIT {
  private static final String LIST = "/subscriptions/" + FakeAzure.SUBSCRIPTION + "/resources";

  private FakeAzure azure;
  private AzureCase node;

  @BeforeEach
  void open() {
    azure = new FakeAzure();
    node = new AzureCase(azure.account(), azure.hostAndPort());
  }

  @AfterEach
  void close() {
    node.close();
    azure.close();
  }

  private static JsonObject page(String... ids) {
    var list = new JsonArray();
    Stream.of(ids).forEach(id -> list.add(new JsonObject().put("id", id)));
    return new JsonObject().put("value", list);
  }

  @Test
  void shouldListEverythingWithItsKindOverSeveralPages() {
    // Given
    var hub = azure.gateway("hub");
    var old =
        azure.resource(
            "virtualNetworkGateways",
            "old",
            new JsonObject().put("gatewayType", "Vpn").put("vpnType", "PolicyBased"));
    var circuit =
        azure.resource(
            "virtualNetworkGateways", "er", new JsonObject().put("gatewayType", "ExpressRoute"));
    var branch = azure.connection("branch", hub, "Connected");
    var vnet =
        azure.resource(
            "connections",
            "to-spoke",
            new JsonObject()
                .put("connectionType", "Vnet2Vnet")
                .put(
                    "virtualNetworkGateway1",
                    new JsonObject().put("id", hub.toUpperCase(Locale.ROOT))));
    azure.stub(
        get(urlPathEqualTo(LIST))
            .withQueryParam("$filter", containing("virtualNetworkGateways"))
            .withQueryParam("$skiptoken", absent()),
        okJson(
            page(hub, branch, vnet)
                .put(
                    "nextLink",
                    azure.endpoints().resourceManager()
                        + LIST
                        + "?api-version=2021-04-01&$skiptoken=2")
                .encode()));
    azure.stub(
        get(urlPathEqualTo(LIST)).withQueryParam("$skiptoken", equalTo("2")),
        okJson(page(old, circuit, FakeAzure.id("connections", "deleted-meanwhile")).encode()));

    // When
    var found = node.discover();

    // Then
    assertThat(found.gateways())
        .extracting(each -> each.gateway().name() + " " + supported(each.gateway()))
        .containsExactly("hub true", "old false", "er false");
    assertThat(found.connections())
        .extracting(each -> each.connection())
        .extracting(Connection::name, Connection::kindName)
        .containsExactly(tuple("hub/branch", "IPsec"), tuple("hub/to-spoke", "Vnet2Vnet"));
    assertThat(found.gateways().getFirst().location()).isEqualTo("koreacentral");
  }

  private static boolean supported(Gateway gateway) {
    return Support.of(gateway).isSupported();
  }

  @Test
  void shouldNotFollowAPageThatIsElsewhere() {
    try (var thief = new FakeAzure()) {
      // Given
      azure.stub(
          get(urlPathEqualTo(LIST)), okJson(page().put("nextLink", thief.location()).encode()));

      // Then
      assertThatThrownBy(node::discover).isInstanceOf(CollectFailed.class).hasMessage("MALFORMED");
      assertThat(thief.requests()).isEmpty();
    }
  }

  @Test
  void shouldSayThatTheSubscriptionMayNotBeRead() {
    azure.stub(get(urlPathEqualTo(LIST)), FakeAzure.refusal(403, "AuthorizationFailed"));
    assertThatThrownBy(node::discover).hasMessage("UNAUTHORIZED");
  }
}
