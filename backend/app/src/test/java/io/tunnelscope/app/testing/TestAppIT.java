package io.tunnelscope.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import org.junit.jupiter.api.Test;

@BackendTest
class TestAppIT {
  private final TestApp app;
  private final TestTenants tenants;

  TestAppIT(TestApp app, TestTenants tenants) {
    this.app = app;
    this.tenants = tenants;
  }

  @Test
  void shouldTroubleshootAFaultyConnectionFromStartToEnd() {
    // Given
    var tenant = tenants.add("whole");
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    String gateway = tenants.gateway(tenant, subscription, "sim");
    String connection = tenants.connection(tenant, gateway, "Authentication");

    // When
    var run = app.as(tenant, Role.OPERATOR).runToItsEnd(connection);

    // Then
    assertThat(run.path("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(run.at("/diagnosis/code").asText()).isEqualTo("UnHealthy");
    assertThat(run.at("/diagnosis/results/0/id").asText()).isEqualTo("Authentication");
  }

  @Test
  void shouldLetNobodyInWithoutAToken() {
    var tenant = tenants.add("closed");

    var reply = app.stranger(tenant).get("/runs");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.problem()).isEqualTo("not-signed-in");
  }
}
