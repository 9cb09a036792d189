package io.tunnelscope.app.history;

import static io.tunnelscope.app.testing.HttpDoor.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A VNet2VNet connection from both its ends, through the whole product. */
@BackendTest
class TwinsIT {
  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;

  TwinsIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldNameTheTwinOnBothHalvesUntilItIsTakenAway() {
    // Given
    var tunnel = new Tunnel();

    // When
    tunnel.pair();

    // Then
    assertThat(tunnel.twinOf(tunnel.oslo).path("id").asText()).isEqualTo(tunnel.rome);
    assertThat(tunnel.twinOf(tunnel.rome).path("name").asText()).isEqualTo("oslo/to-rome");
    assertThat(tunnel.admin.get("/targets?q=to-rome").json().at("/items/0/twin/name").asText())
        .isEqualTo("rome/to-oslo");
    assertThat(tunnel.admin.delete(tunnel.path(tunnel.rome, "/twin")).status()).isEqualTo(204);
    assertThat(tunnel.twinOf(tunnel.oslo).isMissingNode()).isTrue();
    assertThat(tunnel.admin.get("/audit").text()).contains("twin.set", "twin.remove");
  }

  @Test
  void shouldLeaveTheFormerTwinAlone() {
    // Given
    var tunnel = new Tunnel();
    tunnel.pair();
    var bern = tunnel.half("bern", "to-oslo", ConnectionKind.VNET2VNET);

    // When
    tunnel.pair(tunnel.oslo, bern);

    // Then
    assertThat(tunnel.twinOf(tunnel.oslo).path("id").asText()).isEqualTo(bern);
    assertThat(tunnel.twinOf(bern).path("id").asText()).isEqualTo(tunnel.oslo);
    assertThat(tunnel.twinOf(tunnel.rome).isMissingNode()).isTrue();
  }

  @Test
  void shouldPairHalvesOfOneKindOnTwoGatewaysOnly() {
    // Given
    var tunnel = new Tunnel();
    var branch = tunnel.half("bern", "branch", ConnectionKind.IPSEC);
    var beside = tunnel.half("oslo", "to-oslo", ConnectionKind.VNET2VNET);

    // Then
    assertThat(tunnel.pair(tunnel.oslo, branch).status()).isEqualTo(409);
    assertThat(tunnel.pair(tunnel.oslo, beside).status()).isEqualTo(409);
    assertThat(tunnel.pair(tunnel.oslo, tunnel.oslo).problem()).isEqualTo("conflict");
    assertThat(tunnel.admin.get(tunnel.path(tunnel.oslo, "/twins")).text())
        .contains("oslo/to-rome has no twin");
  }

  @Test
  void shouldLoseTheTwinWithItsKind() {
    // Given
    var tunnel = new Tunnel();
    tunnel.pair();

    // When
    tunnel.half("oslo", "to-rome", ConnectionKind.IPSEC);

    // Then
    assertThat(tunnel.twinOf(tunnel.oslo).isMissingNode()).isTrue();
    assertThat(tunnel.twinOf(tunnel.rome).isMissingNode()).isTrue();
  }

  @Test
  void shouldHaveNoTwinInAnotherTenant() {
    // Given
    var mine = new Tunnel();
    var theirs = new Tunnel();
    var nobodys = theirs.oslo.replaceFirst("oslo|to-rome", "never-was");

    // When
    var foreign = mine.pair(mine.oslo, theirs.rome);
    var missing = mine.pair(mine.oslo, nobodys);

    // Then
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.json().path("detail")).isEqualTo(missing.json().path("detail"));
    assertThatThrownBy(
            () ->
                Sql.update(
                    database.migrate(),
                    """
                    UPDATE connection SET twin_id = (SELECT connection_id FROM connection WHERE arm_id = ?)
                    WHERE arm_id = ?
                    """,
                    theirs.rome,
                    mine.oslo))
        .hasStackTraceContaining("connection_twin");
  }

  @Test
  void shouldForgetATwinThatIsGone() {
    // Given
    var tunnel = new Tunnel();
    tunnel.pair();

    // When
    Sql.update(database.migrate(), "DELETE FROM connection WHERE arm_id = ?", tunnel.rome);

    // Then
    assertThat(tunnel.twinOf(tunnel.oslo).isMissingNode()).isTrue();
  }

  @Test
  void shouldSayWhichHalfIsNotTroubleshotYet() {
    // Given
    var tunnel = new Tunnel();
    tunnel.pair();
    var nothing = tunnel.compared(tunnel.oslo);

    // When
    tunnel.admin.runToItsEnd(tunnel.oslo);

    // Then
    assertThat(nothing.path("sentence").asText()).contains("Neither half");
    assertThat(tunnel.compared(tunnel.oslo).path("sentence").asText()).contains("rome/to-oslo");
    assertThat(tunnel.compared(tunnel.rome).has("mend")).isFalse();
    assertThat(tunnel.compared(tunnel.rome).at("/second/run/fault").asText())
        .isEqualTo("ConnectionNotConfiguredOnGateway");
  }

  @Test
  void shouldTellTheHalfToMendFromTheOneThatOnlyFeelsIt() {
    // Given
    var tunnel = new Tunnel();
    tunnel.pair();

    // When
    tunnel.admin.runToItsEnd(tunnel.oslo);
    tunnel.admin.runToItsEnd(tunnel.rome);
    var here = tunnel.compared(tunnel.oslo);
    var there = tunnel.compared(tunnel.rome);

    // Then
    assertThat(here.path("mend").asText()).isEqualTo("first");
    assertThat(there.path("mend").asText()).isEqualTo("second");
    assertThat(there.at("/root/id").asText()).isEqualTo("ConnectionNotConfiguredOnGateway");
    assertThat(there.at("/root/cause").asText()).isEqualTo("CONFIG_NOT_LOADED");
    assertThat(there.at("/first/run/cause").asText()).isEqualTo("PEER_UNREACHABLE");
    assertThat(there.path("sentence").asText()).startsWith("Mend the other half");
    assertThat(there.has("caution")).isFalse();
    assertThat(tunnel.inKorean(tunnel.rome).path("sentence").asText()).contains("상대 쪽");
  }

  @Test
  void shouldCompareTheRunsItIsAskedForAndWarnWhenTheyLieFarApart() {
    // Given
    var tunnel = new Tunnel();
    tunnel.pair();
    var old = tunnel.admin.runToItsEnd(tunnel.oslo).path("id").asText();
    Sql.update(
        database.migrate(),
        "UPDATE run SET diagnosed_to = diagnosed_to - interval '3 days' WHERE run_id = ?",
        UUID.fromString(old));
    tunnel.admin.runToItsEnd(tunnel.oslo);
    var twin = tunnel.admin.runToItsEnd(tunnel.rome).path("id").asText();

    // When
    var asked = tunnel.compared(tunnel.oslo, "?first=" + old + "&second=" + twin);
    var mixedUp = tunnel.admin.get(tunnel.path(tunnel.oslo, "/twins?first=" + twin));

    // Then
    assertThat(asked.at("/first/run/id").asText()).isEqualTo(old);
    assertThat(asked.path("caution").asText()).contains("3 days apart");
    assertThat(asked.path("secondsApart").asLong()).isGreaterThan(3 * 86_400 - 60);
    assertThat(tunnel.compared(tunnel.oslo).has("caution")).isFalse();
    assertThat(mixedUp.status()).isEqualTo(400);
    assertThat(mixedUp.json().at("/errors/0/field").asText()).isEqualTo("first");
  }

  @Test
  void shouldCompareNothingWithARunThatFailed() {
    // Given
    var tunnel = new Tunnel();
    tunnel.pair();
    tunnel.admin.runToItsEnd(tunnel.rome);
    var failed = tunnel.admin.runToItsEnd(tunnel.oslo).path("id").asText();
    Sql.update(
        database.migrate(),
        "UPDATE run SET state = 'FAILED', code = NULL WHERE run_id = ?",
        UUID.fromString(failed));

    // When
    var compared = tunnel.compared(tunnel.rome);

    // Then
    assertThat(compared.path("sentence").asText()).contains("oslo/to-rome", "no diagnosis");
    assertThat(compared.has("root")).isFalse();
  }

  /** Two gateways in two subscriptions of a tenant of its own, and what joins them. */
  private final class Tunnel {
    final TestTenant tenant = tenants.add("tunnel");
    final TestApp.Caller admin = app.as(tenant, Role.ADMIN);
    final String oslo = half("oslo", "to-rome", ConnectionKind.VNET2VNET);
    final String rome = half("rome", "to-oslo", ConnectionKind.VNET2VNET);

    String half(String gateway, String name, ConnectionKind kind) {
      var hub = Gateway.routeBased(new ArmId(gatewayId(gateway)));
      var id =
          new ArmId(
              hub.id().value().replaceFirst("/virtualNetworkGateways/.*", "/connections/" + name));
      Results.of(app.services().connections.put(tenant.id(), new Connection(id, hub, kind)));
      return id.value();
    }

    private String gatewayId(String name) {
      var known =
          Sql.column(
              database.migrate(),
              "SELECT arm_id FROM gateway WHERE tenant_id = '%s' AND name = '%s'"
                  .formatted(tenant.id(), name));
      return known.isEmpty()
          ? tenants.gateway(tenant, tenants.subscription(tenant, "of " + name, "simulated"), name)
          : known.getFirst();
    }

    void pair() {
      assertThat(pair(oslo, rome).status()).isEqualTo(204);
    }

    TestApp.Reply pair(String one, String other) {
      return admin.call(
          path(one, "/twin"),
          HttpRequest.newBuilder()
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString("{\"twin\":\"" + other + "\"}")));
    }

    JsonNode twinOf(String half) {
      return admin.get(path(half, "")).json().path("twin");
    }

    JsonNode compared(String half) {
      return compared(half, "");
    }

    JsonNode compared(String half, String query) {
      return admin.get(path(half, "/twins" + query)).json();
    }

    JsonNode inKorean(String half) {
      return admin
          .call(
              path(half, "/twins"), HttpRequest.newBuilder().GET().header("Accept-Language", "ko"))
          .json();
    }

    String path(String half, String rest) {
      return "/targets/" + encoded(half) + rest;
    }
  }
}
