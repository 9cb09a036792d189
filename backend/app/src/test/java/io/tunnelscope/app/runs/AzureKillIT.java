package io.tunnelscope.app.runs;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.tunnelscope.app.testing.FakeAzure.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.diagnosis.Cause;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies while Azure works for it. */
@BackendTest
class AzureKillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @Test
  void shouldEndRightWithOneStartWhenTheNodeIsKilledInTheMiddle(
      Vertx vertx, Db db, TestDatabase database, TestTenants tenants) throws Exception {
    try (var azure = new FakeAzure();
        var asking = new World(vertx, db, folder.resolve("asking"))) {
      // Given
      var tenant = tenants.add("kill");
      var who = tenants.principal(tenant, Role.OPERATOR);
      var subscription = tenants.subscription(tenant, "Azure", "azure");
      var target = tenants.gateway(tenant, subscription, "hub");
      azure.gatewayIn("test", "hub");
      azure.start(accepted(1).withHeader("Location", azure.location()));
      azure.operationResult(accepted(1).withHeader("Location", azure.location()));
      var node = start(database, azure);
      var run = asking.start(who, target);
      await().atMost(PATIENCE).until(() -> azure.polls() > 0);

      // When
      node.destroyForcibly();
      assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
      azure.operationResult(okJson(FakeAzure.recorded().encode()));
      try (var _ = AzureNode.work(vertx, db, azure.hostAndPort(), folder.resolve("other"))) {
        // Then
        var finished = await().atMost(PATIENCE).until(() -> asking.run(who, run), Run::isFinished);
        assertThat(finished.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(finished.attempt()).isEqualTo(2);
        assertThat(finished.verdict().orElseThrow().worst().cause())
            .isEqualTo(Cause.NO_CONNECTIONS);
        assertThat(azure.starts()).isEqualTo(1);
      }
    }
  }

  /** In a process of its own. */
  private Process start(TestDatabase database, FakeAzure azure) throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AzureNode.class.getName(),
                azure.hostAndPort(),
                folder.resolve("killed").toString()));
    builder.environment().put("APP_DATABASE", database.app().withPassword());
    builder.environment().put("SYSTEM_DATABASE", database.system().withPassword());
    TestKeys.shareWith(builder);
    return builder
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
