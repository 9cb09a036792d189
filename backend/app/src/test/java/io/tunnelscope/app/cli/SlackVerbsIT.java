package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an admin asks the command line when they set the Slack app up. */
@BackendTest
class SlackVerbsIT {
  private final TestApp app;
  private final TestTenant tenant;
  private CalledCli cli;

  SlackVerbsIT(TestApp app, TestTenants tenants) {
    this.app = app;
    this.tenant = tenants.add("mine");
  }

  @BeforeEach
  void arrange(@TempDir Path folder) {
    cli =
        new CalledCli(folder, Map.of())
            .with("TUNNELSCOPE_URL", app.origin())
            .with("TUNNELSCOPE_TENANT", tenant.slug());
  }

  private CalledCli as(Role role) {
    return cli.with(
        "TUNNELSCOPE_TOKEN", Results.of(app.services().tokens.create(tenant.id(), "t", role, 1)));
  }

  @Test
  void shouldPrintTheManifestAsTheApiGivesIt() {
    // When
    var printed = as(Role.ADMIN).call("slack", "manifest");

    // Then
    assertThat(printed.status()).as(printed.err()).isZero();
    assertThat(printed.err()).isEmpty();
    assertThat(new JsonObject(printed.out()))
        .isEqualTo(new JsonObject(app.as(tenant, Role.ADMIN).get("/slack/manifest").text()));
  }

  @Test
  void shouldSayInOneLineAndByItsStatusWhyThereIsNone() {
    // When
    var operator = as(Role.OPERATOR).call("slack", "manifest");
    var nobody =
        as(Role.ADMIN).with("TUNNELSCOPE_URL", "http://127.0.0.1:1").call("slack", "manifest");
    var half = as(Role.ADMIN).call("slack");

    // Then
    assertThat(operator.status()).isEqualTo(77);
    assertThat(nobody.status()).isEqualTo(69);
    assertThat(half.status()).isEqualTo(64);
    assertThat(half.complaint()).contains("slack needs one of manifest");
    assertThat(operator.out() + nobody.out() + half.out()).isEmpty();
    assertThat(operator.complaint()).startsWith("tunnelscope: ");
  }
}
