package io.tunnelscope.app.providers.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tunnelscope.app.blobs.BlobContainer;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.testing.Azurite;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.BundleWriter;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What Network Watcher leaves in a storage account, here a real Azurite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class AzureLogsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Target BRANCH = AzureCase.connection("branch");
  private static final String REFUSED =
      """
      Remote 198.51.100.7:500: Local 203.0.113.9:500: [SEND][SA_INIT] Sending IKE_SA_INIT request
      Remote 198.51.100.7:500: Local 203.0.113.9:500: [RECEIVED][SA_INIT] Received IKE_SA_INIT response
      Remote 198.51.100.7:500: Local 203.0.113.9:500: [SEND][SA_AUTH] Sending IKE_AUTH request
      Remote 198.51.100.7:500: Local 203.0.113.9:500: [LOCAL][SA_AUTH] Peer failed with Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)
      """;

  private final Vertx vertx = Vertx.vertx();
  private final Blobs blobs = new Blobs(vertx);
  private Azurite azurite;
  private int containers;
  private FakeAzure azure;
  private BlobContainer container;
  private URI address;

  @BeforeAll
  void start() {
    azurite = Azurite.start();
  }

  @AfterAll
  void stop() {
    if (azurite != null) {
      azurite.close();
    }
    Results.of(blobs.close());
    Results.of(vertx.close());
  }

  @BeforeEach
  void open() {
    azure = new FakeAzure();
    azure.connection("branch", azure.gateway("hub"), "NotConnected");
    azure.start(
        okJson(FakeAzure.result(Instant.now().toString(), "UnHealthy", "Authentication").encode()));
    azure.stub(
        post(urlPathMatching(".*/storageAccounts/st1/listKeys")),
        okJson(
            new JsonObject()
                .put(
                    "keys",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("keyName", "key1")
                                .put("value", azurite.key().reveal())))
                .encode()));
    var opened = azurite.newContainer("logs" + ++containers);
    container = blobs.open(opened);
    address = opened.container();
  }

  @AfterEach
  void close() {
    azure.close();
  }

  private AzureCase node(URI container) {
    var storage = FakeAzure.storage(container);
    return new AzureCase(
        azure.account(Optional.of(storage)),
        azure.hostAndPort(),
        container.getHost() + ":" + container.getPort());
  }

  private void put(String name, byte[] content) throws IOException {
    container.put(name, new ByteArrayInputStream(content), PATIENCE);
  }

  private static byte[] zip(BundleFile... files) throws IOException {
    var out = new ByteArrayOutputStream();
    BundleWriter.zip(List.of(files), out);
    return out.toByteArray();
  }

  @Test
  void shouldReadTheCauseThatAzureDoesNotGive() throws IOException {
    try (var node = node(address)) {
      // Given
      put(
          "resourceId=/SUBSCRIPTIONS/X/y=2026/m=11/vpn.zip",
          zip(
              new BundleFile("GatewayTenantWorker_IN_0/IKELogs.txt", REFUSED),
              new BundleFile("GatewayTenantWorker_IN_1/IKELogs.txt", REFUSED)));

      // When
      var collected = node.collected(BRANCH);

      // Then
      var diagnosis = AzureCase.diagnose(collected);
      var worst = diagnosis.worst();
      assertThat(worst.cause()).isEqualTo(Cause.AUTH_PSK_MISMATCH);
      assertThat(worst.fact(Fact.PEER)).contains("198.51.100.7");
      assertThat(worst.proof())
          .extracting(ref -> ref.file())
          .contains("IKELogs.txt", "NetworkWatcher.txt");
      assertThat(diagnosis.findings()).hasSize(1);
      assertThat(diagnosis.missing()).isEmpty();
      assertThat(collected.logs())
          .extracting(BundleFile::name)
          .containsExactly(
              "IKELogs.txt", "IKELogs (2).txt", "NetworkWatcher.txt", "AzureResource.txt");
    }
  }

  @Test
  void shouldTakeSecretsOutOfWhatItKeeps() throws IOException {
    try (var node = node(address)) {
      // Given
      put("IKELogs.txt", (REFUSED + "shared_key = \"hunter2hunter2\"\n").getBytes(UTF_8));

      // When
      var collected = node.collected(BRANCH);

      // Then
      assertThat(collected.logs().getFirst().text()).contains("13801").doesNotContain("hunter2");
    }
  }

  @Test
  void shouldTellWhoseLogsTheyAreByTheirNames() throws IOException {
    try (var node = node(address)) {
      // Given: another gateway's run writes into the same container
      put("hub/branch/IKELogs.txt", REFUSED.getBytes(UTF_8));
      put(
          "hub/elsewhere/IKELogs.txt",
          REFUSED.replace("198.51.100.7", "192.0.2.1").getBytes(UTF_8));

      // When
      var collected = node.collected(BRANCH);

      // Then
      assertThat(collected.evidence().ikeExchanges())
          .extracting(exchange -> exchange.peer())
          .containsOnly("198.51.100.7");
    }
  }

  @Test
  void shouldSayThatThereWereMoreLogsThanItReads() throws IOException {
    try (var node = node(address)) {
      // Given
      for (var number = 0; number < 51; number++) {
        put("hub/branch/%02d.txt".formatted(number), REFUSED.getBytes(UTF_8));
      }

      // When
      var collected = node.collected(BRANCH);

      // Then
      assertThat(AzureCase.diagnose(collected).missing())
          .extracting(missing -> missing.why())
          .contains(Missing.Why.CUT_OFF);
    }
  }

  @Test
  void shouldKeepTheVerdictWhenAnArchiveIsBroken() throws IOException {
    try (var node = node(address)) {
      // Given
      var zip = zip(new BundleFile("IKELogs.txt", REFUSED));
      put("vpn.zip", Arrays.copyOf(zip, zip.length / 2));

      // When
      var collected = node.collected(BRANCH);

      // Then
      assertThat(AzureCase.diagnose(collected).worst().fault()).isEqualTo(Fault.AUTHENTICATION);
      assertThat(collected.evidence().missing())
          .containsExactly(new Missing("file vpn.zip", Why.MALFORMED));
    }
  }

  @Test
  void shouldSayThatAzureWroteNothing() {
    try (var node = node(address)) {
      var missing = node.collected(BRANCH).evidence().missing();
      assertThat(missing)
          .containsExactly(new Missing("azure-logs", Why.NOT_WRITTEN, address.toString()));
    }
  }

  @Test
  void shouldSayThatTheContainerIsNotThere() {
    try (var node = node(azurite.container("nowhere"))) {
      var collected = node.collected(BRANCH);
      assertThat(collected.evidence().missing())
          .extracting(Missing::probe, Missing::why)
          .containsExactly(tuple("azure-logs", Why.NOT_WRITTEN));
      assertThat(AzureCase.diagnose(collected).worst().fault()).isEqualTo(Fault.AUTHENTICATION);
    }
  }
}
