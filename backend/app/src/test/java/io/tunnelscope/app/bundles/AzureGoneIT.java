package io.tunnelscope.app.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.Azurite;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Noise;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The storage account dies. One app at a time on the database: another one would take the runs and
 * look for their bundles in its own account.
 */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class AzureGoneIT {
  private static final int MB = 1_000_000;

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final HttpClient http = HttpClient.newHttpClient();

  AzureGoneIT(Vertx vertx, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
  }

  @AfterAll
  void stop() {
    http.close();
  }

  @Test
  void shouldBreakOffWhenTheAccountGoesAwayInTheMiddleOfADownload() throws Exception {
    try (var mortal = Azurite.start();
        var app = on(mortal)) {
      // Given
      var tenant = tenants.add("broken");
      var logs = new KeptLogs(app, tenant);
      var run = logs.diagnosed(KeptLogs.log(40 * MB));
      var answer = logs.download(http, run);
      answer.body().readNBytes(MB);

      // When
      mortal.kill();

      // Then
      assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
      var refused = app.as(tenant, Role.VIEWER).get("/runs/" + run + "/logs.zip");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.json().path("detail").asText())
          .isEqualTo("The store of log files does not answer at this moment: try again soon.");
    }
  }

  private TestApp on(Azurite azurite) {
    azurite.newContainer("bundles");
    return TestApp.with(vertx, database, azurite.logStore("bundles"));
  }

  @Test
  void shouldKeepNothingOfAnUploadThatCannotBeStored() throws Exception {
    try (var mortal = Azurite.start();
        var app = on(mortal)) {
      // Given
      var tenant = tenants.add("lost");
      var killed = new AtomicBoolean();

      // When: the account goes while the body is on its way
      var answer =
          app.as(tenant, Role.OPERATOR)
              .call(
                  "/bundles?name=IKELogs.txt",
                  HttpRequest.newBuilder()
                      .POST(
                          BodyPublishers.ofInputStream(
                              () ->
                                  new FilterInputStream(new Noise(10 * MB)) {
                                    @Override
                                    public void close() {
                                      if (killed.compareAndSet(false, true)) {
                                        mortal.kill();
                                      }
                                    }
                                  })));

      // Then
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
      assertThat(
              Sql.column(
                  database.migrate(),
                  "SELECT run_id FROM run WHERE tenant_id = ?",
                  tenant.id().value()))
          .isEmpty();
    }
  }
}
