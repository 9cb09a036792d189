package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.blobs.BlobContainer;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.login.ApiTokens;
import io.tunnelscope.app.testing.Azurite;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Noise;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.ServeProcess;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that keeps its bundles in a container of a real Azurite. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
@SuppressWarnings("try") // closing a server waits for its end
class ServeFromBlobsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final long LOG_BYTES = 248_000_000;
  private static final long BUNDLE_BYTES = 200_000_000;

  @TempDir Path folder;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final Blobs blobs;
  private final ApiTokens tokens;
  private final HttpClient http = HttpClient.newHttpClient();
  private Azurite azurite;
  private BlobContainer container;

  ServeFromBlobsIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.database = database;
    this.tenants = tenants;
    this.blobs = new Blobs(vertx);
    var random = new SecureRandom();
    var ids = new Uuid7(Clock.systemUTC(), random);
    this.tokens = new ApiTokens(db, new AuditLog(), Clock.systemUTC(), ids::next, random);
  }

  @BeforeAll
  void start() {
    azurite = Azurite.start();
    container = blobs.open(azurite.newContainer("bundles"));
  }

  @AfterAll
  void stop() {
    if (azurite != null) {
      azurite.close();
    }
    http.close();
  }

  @Test
  void shouldStreamTwoHundredMegabytesBothWaysInASmallHeap() throws Exception {
    // Given
    var tenant = tenants.add("large");
    var token = Results.of(tokens.create(tenant.id(), "test", Role.OPERATOR, 1));
    try (var server = ServeProcess.start(folder, database, "128m", azurite.logStore("bundles"))) {
      var api = server.origin() + "/api/v1/t/" + tenant.slug();

      // When
      var run = upload(api, token);
      var downloaded = digest(download(api, token, run));

      // Then
      assertThat(downloaded.bytes()).isGreaterThan(BUNDLE_BYTES);
      var blob =
          container
              .list(tenant.id() + "/" + run + "/uploaded.zip", Instant.EPOCH, 1, PATIENCE)
              .blobs()
              .getFirst();
      assertThat(digest(container.open(blob.name(), PATIENCE))).isEqualTo(downloaded);
      assertThat(server.isAlive()).as(server.said()).isTrue();
    }
  }

  private String upload(String api, String token) throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(api + "/bundles?name=IKELogs.txt"))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofInputStream(() -> new Noise(LOG_BYTES)))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return new JsonObject(answer.body()).getString("id");
  }

  private InputStream download(String api, String token, String run)
      throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(api + "/runs/" + run + "/logs.zip"))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .build(),
            BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private record Digested(long bytes, String sha256) {}

  private static Digested digest(InputStream in) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    try (var all = new DigestInputStream(in, digest)) {
      long bytes = all.transferTo(OutputStream.nullOutputStream());
      return new Digested(bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  @Test
  void shouldEndWithAWordOnAContainerThatIsNotThere() throws Exception {
    try (var server =
        ServeProcess.start(folder, database, "128m", azurite.logStore("never-made"))) {
      // When
      int status = server.status();

      // Then
      assertThat(status).isEqualTo(69);
      assertThat(server.said().lines())
          .contains(
              "tunnelscope: the storage account has no container of the name in"
                  + " TUNNELSCOPE_LOG_STORE: create it, or correct the name");
    }
  }

  @Test
  void shouldEndWithAWordOnASignatureThatOnlyReadsAndNotPrintIt() throws Exception {
    // Given
    var signature = azurite.signature("bundles", "r").reveal();
    var settings = new HashMap<String, String>();
    settings.put(
        "TUNNELSCOPE_LOG_STORE", "azure-blob:" + azurite.container("bundles") + "?" + signature);
    try (var server = ServeProcess.start(folder, database, "128m", Map.copyOf(settings))) {
      // When
      int status = server.status();

      // Then
      assertThat(status).isEqualTo(77);
      assertThat(server.said())
          .contains("allow to read, write, delete and list")
          .doesNotContain(signature)
          .doesNotContain("sig=");
    }
  }
}
