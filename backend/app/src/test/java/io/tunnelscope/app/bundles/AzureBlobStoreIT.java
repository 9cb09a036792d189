package io.tunnelscope.app.bundles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tunnelscope.app.blobs.BlobContainer;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.settings.LogStore;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.Azurite;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Bundles that are kept in a container of a real Azurite. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class AzureBlobStoreIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MB = 1_000_000;

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final Blobs blobs;
  private final HttpClient http = HttpClient.newHttpClient();
  private Azurite azurite;
  private BlobContainer container;
  private TestApp app;

  AzureBlobStoreIT(Vertx vertx, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
    this.blobs = new Blobs(vertx);
  }

  @BeforeAll
  void start() {
    azurite = Azurite.start();
    container = blobs.open(azurite.newContainer("bundles"));
    app = TestApp.with(vertx, database, azurite.logStore("bundles"));
  }

  @AfterAll
  void stop() {
    if (app != null) {
      app.close();
    }
    if (azurite != null) {
      azurite.close();
    }
    http.close();
  }

  @Test
  void shouldKeepDiagnoseShowAndGiveBackABundle() throws Exception {
    // Given
    var tenant = tenants.add("blobs");
    var logs = new KeptLogs(app, tenant);
    var log = KeptLogs.log(3 * MB);

    // When
    var run = logs.diagnosed(log);

    // Then
    var kept = container.list(tenant.id() + "/" + run + "/", Instant.EPOCH, 10, PATIENCE).blobs();
    assertThat(kept).singleElement().satisfies(blob -> assertThat(blob.name()).endsWith(".zip"));
    var viewer = app.as(tenant, Role.VIEWER);
    var lines = viewer.get("/runs/" + run + "/logs/IKELogs.txt?fromLine=1&lines=1").json();
    assertThat(lines.path("lines").get(0).asText()).endsWith("Sending request 1 of the test");
    var answer = logs.download(http, run);
    assertThat(answer.headers().firstValueAsLong("Content-Length"))
        .hasValue(kept.getFirst().bytes());
    try (var zip = new ZipInputStream(answer.body())) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("IKELogs.txt");
      assertThat(new String(zip.readNBytes(100), UTF_8)).isEqualTo(new String(log, 0, 100, UTF_8));
    }
  }

  @Test
  void shouldBreakOffWhenAStoredBundleIsNotWhatItWas() throws Exception {
    // Given: the same size, another last byte but one
    var tenant = tenants.add("tampered");
    var logs = new KeptLogs(app, tenant);
    var run = logs.diagnosed(KeptLogs.log(3 * MB));
    var name =
        container
            .list(tenant.id() + "/" + run + "/", Instant.EPOCH, 1, PATIENCE)
            .blobs()
            .getFirst()
            .name();
    var out = new ByteArrayOutputStream();
    container.read(name, out, Long.MAX_VALUE, PATIENCE);
    var bytes = out.toByteArray();
    bytes[bytes.length - 2] ^= 1;
    container.put(name, new ByteArrayInputStream(bytes), PATIENCE);

    // When
    var answer = logs.download(http, run);

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void shouldSayAtStartWhyAContainerCannotBeUsed() {
    var key = azurite.key();
    var container = azurite.container("bundles");
    var wrongKey = new Secret(HexFormat.of().formatHex(new byte[32]));

    assertThat(reason(new LogStore.AzureBlob(azurite.container("never-made"), key)))
        .isEqualTo(LogStoreUnusable.Reason.UNREACHABLE);
    assertThat(reason(new LogStore.AzureBlob(container, wrongKey)))
        .isEqualTo(LogStoreUnusable.Reason.NOT_ALLOWED);
    assertThat(reason(new LogStore.SignedAzureBlob(container, azurite.signature("bundles", "rl"))))
        .isEqualTo(LogStoreUnusable.Reason.NOT_ALLOWED);
    assertThat(reason(new LogStore.AzureBlob(URI.create("http://127.0.0.1:1/a/bundles"), key)))
        .isEqualTo(LogStoreUnusable.Reason.UNREACHABLE);
    assertThat(reason(new LogStore.AzureBlob(URI.create("http://127.0.0.1:1/"), key)))
        .isEqualTo(LogStoreUnusable.Reason.WRONG_SETTING);
  }

  private LogStoreUnusable.Reason reason(LogStore place) {
    return catchThrowableOfType(
            LogStoreUnusable.class, () -> BundleStore.open(vertx, blobs, place, ids()))
        .reason();
  }

  private static Uuid7 ids() {
    return new Uuid7(Clock.systemUTC(), new SecureRandom());
  }

  @Test
  void shouldOpenAContainerWithASignature() {
    // Given
    var signed =
        "azure-blob:%s?%s"
            .formatted(azurite.container("bundles"), azurite.signature("bundles", "rwdl").reveal());

    // When
    try (var app = TestApp.with(vertx, database, Map.of("TUNNELSCOPE_LOG_STORE", signed))) {
      // Then
      var tenant = tenants.add("signed");
      var run = new KeptLogs(app, tenant).diagnosed(KeptLogs.log(1000));
      assertThat(app.as(tenant, Role.VIEWER).get("/runs/" + run + "/logs/IKELogs.txt").status())
          .isEqualTo(200);
    }
  }
}
