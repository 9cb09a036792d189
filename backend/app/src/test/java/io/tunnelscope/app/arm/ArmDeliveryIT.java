package io.tunnelscope.app.arm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.blobs.BlobFailed;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.ArmClient;
import io.tunnelscope.app.testing.Azurite;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A client of Azure's kind finds the bundle in the storage account that it named. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArmDeliveryIT {
  private static final String ACCOUNT =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/"
          + Azurite.ACCOUNT;

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private Azurite azurite;
  private Blobs blobs;
  private TestApp app;
  private TestTenant tenant;
  private SubscriptionId subscription;
  private int containers;

  ArmDeliveryIT(Vertx vertx, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeAll
  void start() {
    azurite = Azurite.start();
    blobs = new Blobs(vertx);
    var place = azurite.container("any");
    app =
        TestApp.with(
            vertx,
            database,
            Map.of("TUNNELSCOPE_EGRESS_ALLOW", place.getHost() + ":" + place.getPort()));
  }

  @AfterAll
  void stop() {
    if (app != null) {
      app.close();
      Results.of(blobs.close());
    }
    if (azurite != null) {
      azurite.close();
    }
  }

  @BeforeEach
  void newTenant() {
    tenant = tenants.add("delivery");
    subscription = tenants.subscription(tenant, "Simulated", "simulated");
  }

  @Test
  void shouldPutTheBundleWhereTheClientWantsItAndSayWhere() throws BlobFailed {
    // Given
    var address = azurite.newContainer("vpnlogs" + ++containers);
    set(address.container());

    // When
    var result = troubleshoot(address.container() + "/from-az");

    // Then
    var blob = result.at("/tunnelscope/blob").asText();
    assertThat(blob).startsWith(address.container() + "/from-az/").endsWith(".zip");
    var listed =
        blobs.open(address).list("from-az/", Instant.EPOCH, 10, Duration.ofSeconds(20)).blobs();
    assertThat(listed)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(blob).endsWith(each.name());
              assertThat(each.bytes()).isPositive();
            });
  }

  @Test
  void shouldKeepTheBundleAndSayWhyWhenTheClientWantsItElsewhere() throws BlobFailed {
    // Given
    set(azurite.newContainer("vpnlogs" + ++containers).container());
    var foreign = azurite.newContainer("foreign" + containers);

    // When
    var result = troubleshoot(foreign.container().toString());

    // Then
    assertThat(result.at("/code").asText()).isEqualTo("UnHealthy");
    assertThat(
            result.at("/tunnelscope/blob").isMissingNode()
                || result.at("/tunnelscope/blob").isNull())
        .isTrue();
    assertThat(result.path("tunnelscope").toString()).contains("logs.zip");
    assertThat(blobs.open(foreign).list("", Instant.EPOCH, 10, Duration.ofSeconds(20)).blobs())
        .isEmpty();
  }

  private void set(URI container) {
    var body =
        """
        {"accountId": "%s", "container": "%s", "key": "%s"}
        """
            .formatted(ACCOUNT, container, azurite.key().reveal());
    var reply =
        app.as(tenant, Role.ADMIN)
            .call(
                "/subscriptions/" + subscription + "/storage",
                HttpRequest.newBuilder()
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(body)));
    assertThat(reply.status()).as(reply.text()).isEqualTo(204);
  }

  private JsonNode troubleshoot(String path) {
    var target = tenants.gateway(tenant, subscription, "sim-ConnectionsNotConnected");
    var client = ArmClient.signedIn(app, tenant, Role.OPERATOR);
    var body =
        """
        {"targetResourceId": "%s", "properties": {"storageId": "%s", "storagePath": "%s"}}
        """
            .formatted(target, ACCOUNT, path);
    var started = client.post(ArmClient.watcher(subscription, "troubleshoot"), body);
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    var result = client.whileStatus(202, started.header("location").orElseThrow());
    assertThat(result.status()).as(result.text()).isEqualTo(200);
    return result.json();
  }
}
