package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestTenants;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An installation without Slack. */
@BackendTest
class SlackRoutesIT {
  private final TestApp app;
  private final TestTenants tenants;

  SlackRoutesIT(TestApp app, TestTenants tenants) {
    this.app = app;
    this.tenants = tenants;
  }

  @Test
  void shouldTellAnAdminThatThereIsNoAppToInstall() {
    // When
    var list = app.as(tenants.add("without"), Role.ADMIN).get("/slack/workspaces");

    // Then
    assertThat(list.text()).isEqualTo("{\"items\":[],\"next\":null,\"installable\":false}");
  }

  @ParameterizedTest
  @ValueSource(strings = {SlackRoutes.COMMANDS, SlackRoutes.INTERACTIVITY, SlackRoutes.EVENTS})
  void shouldAnswerThatThereIsNothing(String path) {
    // When
    var request = HttpRequest.newBuilder().POST(BodyPublishers.ofString("command=%2Fvpn"));

    // Then
    assertThat(app.send(path, request).status()).isEqualTo(404);
  }
}
