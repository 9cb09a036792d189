package io.tunnelscope.app.bundles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.gateways.SubscriptionStore;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.runs.RunQueue;
import io.tunnelscope.app.runs.RunSignals;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.Runs;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.bundle.BundleContent;
import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.BundleWriter;
import io.tunnelscope.core.bundle.Generation;
import io.tunnelscope.core.bundle.IkeStory;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.Scope;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@BackendTest
class UploadIT {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final int MB = 1 << 20;

  private final Uuid7 ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final BundleRecordStore records;
  @TempDir Path folder;
  private BundleStore store;
  private LogFiles logs;
  private HttpDoor http;

  UploadIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
    records = new BundleRecordStore(db);
  }

  @BeforeEach
  void open() throws IOException {
    store = BundleStore.open(vertx, folder, ids);
    logs = new LogFiles(store, records);
    var runs =
        new Runs(
            new Targets(new TargetStore(db)),
            new SubscriptionStore(db, ids, new AuditLog()),
            new RunStore(db, new RunQueue(), new AuditLog()),
            records,
            new RunSignals(),
            ids,
            Clock.systemUTC());
    var redactions = TestKeys.redactions(db, TestKeys.kms(vertx));
    var routes =
        new BundleRoutes(new UploadDesk(vertx, store, runs, redactions, ids, Clock.systemUTC()));
    http = new HttpDoor(vertx, routes::mount);
  }

  @AfterEach
  void close() {
    http.close();
    Results.of(store.close());
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void shouldTakeABundleOfEachGeneration(Generation generation) {
    // Given
    var tenant = tenant();

    // When
    var answer = post(tenant, "?name=branch.zip", BodyPublishers.ofByteArray(bundle(generation)));

    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var started = new JsonObject(answer.body());
    assertThat(started.getString("state")).isEqualTo("QUEUED");
    assertThat(started.getString("target")).endsWith("/connections/branch.zip");
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("/api/v1/t/" + tenant.slug() + "/runs/" + started.getString("id"));
    var evidence =
        Results.of(
            new StoredUploads(vertx, store, records)
                .read(
                    tenant.id().value(),
                    UUID.fromString(started.getString("id")),
                    sources ->
                        new BundleReader(Limits.ofUploads()).read(sources, Scope.LOGS, NOW)));
    assertThat(evidence.all(IkeExchange.class)).isNotEmpty();
  }

  @Test
  void shouldTakeSeveralFilesOfAFormAsOneCase() throws IOException {
    // Given
    var tenant = tenant();
    var form =
        new Form()
            .file("first.zip", bundle(Generation.NEWER))
            .file("C:\\logs\\second.zip", bundle(Generation.NEWER))
            .file("peer.txt", log(3).getBytes(UTF_8));

    // When
    var answer = post(tenant, form);

    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var files = Results.of(records.logs(tenant.id(), runOf(answer)));
    assertThat(files)
        .extracting(LogFileRow::name)
        .contains("IKELogs.txt", "IKELogs.txt (2)", "peer.txt");
    assertThat(files).allSatisfy(file -> assertThat(file.bytes()).isPositive());
  }

  @Test
  void shouldTakeSecretsOutBeforeAnythingIsStored() {
    // Given
    var tenant = tenant();
    var secret = "correct-horse-battery";
    var log =
        log(20)
            + "Remote 198.51.100.20:500: Local 203.0.113.10:500: [LOCAL][SA_AUTH] psk = "
            + secret
            + "\n";

    // When
    var run = runOf(post(tenant, "?name=IKELogs.txt", BodyPublishers.ofString(log)));

    // Then
    var last = Results.of(logs.lines(tenant.id(), run, "IKELogs.txt", 21, 10)).lines();
    assertThat(last).singleElement().asString().contains("[redacted:").doesNotContain(secret);
  }

  @Test
  void shouldKeepWhatIsStoredToItself() throws IOException {
    // When
    post(tenant(), "?name=../../etc/passwd", BodyPublishers.ofByteArray(bundle(Generation.NEWER)));

    // Then
    try (var all = Files.walk(folder)) {
      assertThat(all.filter(path -> !path.equals(folder)))
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .doesNotContainPattern("...r..|.....w|......r"))
          .anySatisfy(path -> assertThat(path).hasFileName("uploaded.zip"));
    }
  }

  @Test
  void shouldRefuseWhatIsNoLogAndLeaveNothing() {
    assertThat(refusal(new byte[0])).contains("empty");
    assertThat(refusal("Dear all, the tunnel is down again.\n".getBytes(UTF_8)))
        .contains("no log lines");
    assertThat(refusal(randomBytes(50_000))).contains("no log lines");
    assertThat(refusal(Archives.cutInTheMiddle(bundle(Generation.OLDER))))
        .contains("not a whole zip");
    assertThat(refusal(Archives.zip("../../evil.txt", log(5)))).contains("safe file name");
    assertThat(refusal(Archives.zip("/etc/cron.d/x", log(5)))).contains("safe file name");
    assertThat(refusal(Archives.zip("a\\b", log(5)))).contains("safe file name");
    assertThat(refusal(Archives.zip("c:x", log(5)))).contains("safe file name");
    assertThat(refusal(Archives.zip("IKELogs.txt", log(5), "ikelogs.TXT", log(5))))
        .contains("twice");
    assertThat(refusal(Archives.nested())).contains("archive inside");
    assertThat(refusal(Archives.bomb(200))).contains("far more");
    assertThat(refusal(Archives.manyFiles(1_500))).contains("too many");
    assertThat(
            refusal(
                Archives.withAnotherNameInTheDirectory(
                    Archives.zip("IKELogs.txt", log(5)), "IKELogs.txt", "../../a.txt")))
        .contains("two different ways");
  }

  @Test
  void shouldSayInKoreanWhatIsWrong() {
    // When
    var answer =
        http.send(
            http.to(tenant(), "/bundles")
                .header("Accept-Language", "ko")
                .POST(BodyPublishers.noBody())
                .build());

    // Then
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(new JsonObject(answer.body()).getString("detail")).contains("비어 있");
  }

  @Test
  void shouldRefuseMoreThanItTakes() {
    // Given
    var tenant = tenant();
    var tooLong =
        BodyPublishers.ofByteArrays(
            () -> Collections.nCopies((int) Allowance.MOST_MB + 1, new byte[MB]).iterator());

    // When
    var answer = post(tenant, "", tooLong);

    // Then
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(new JsonObject(answer.body()).getString("type")).endsWith("/too-large");
    assertNothingLeft(tenant);
  }

  @Test
  void shouldRefuseAtOnceWhatAnnouncesTooMuch() throws IOException {
    // When
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
      send(
          socket,
          """
          POST /api/v1/t/%s/bundles HTTP/1.1
          Host: 127.0.0.1
          Content-Length: 300000000
          Expect: 100-continue

          """
              .formatted(tenant().slug()));
      var first = new String(socket.getInputStream().readNBytes(12), UTF_8);

      // Then
      assertThat(first).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void shouldForgetAnUploadThatBreaksOff() throws IOException {
    // Given
    var tenant = tenant();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
      send(
          socket,
          """
          POST /api/v1/t/%s/bundles HTTP/1.1
          Host: 127.0.0.1
          Content-Type: multipart/form-data; boundary=b
          Content-Length: 5000000

          --b
          Content-Disposition: form-data; name="file"; filename="a.log"

          """
              .formatted(tenant.slug()));
      socket.getOutputStream().write(new byte[MB]);
      socket.getOutputStream().flush();
      await().until(() -> received() > MB / 2);
    }

    // Then
    await().untilAsserted(() -> assertNothingLeft(tenant));
  }

  @Test
  void shouldSweepWhatACrashLeft() throws IOException {
    // Given
    var left = Files.createDirectories(folder.resolve("incoming").resolve(ids.next().toString()));
    Files.writeString(left.resolve("lock"), "");
    Files.writeString(left.resolve("half"), "a log that nev");

    // When
    var reopened = BundleStore.open(vertx, folder, ids);

    // Then
    assertThat(left).doesNotExist();
    var answer =
        post(tenant(), "?name=a.zip", BodyPublishers.ofByteArray(bundle(Generation.OLDER)));
    assertThat(answer.statusCode()).as("the store that was open goes on").isEqualTo(202);
    Results.of(reopened.close());
  }

  @Test
  void shouldReadLinesFarDownInALongLogQuickly() {
    // Given
    var tenant = tenant();
    var run = runOf(post(tenant, "?name=IKELogs.txt", BodyPublishers.ofString(log(200_000))));

    // When
    var start = System.nanoTime();
    var page = Results.of(logs.lines(tenant.id(), run, "IKELogs.txt", 199_991, 500));
    var took = Duration.ofNanos(System.nanoTime() - start);

    // Then
    assertThat(page.totalLines()).isEqualTo(200_000);
    assertThat(page.lines()).hasSize(10).last().asString().contains("request 199999 ");
    assertThat(took).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void shouldHideTheLogsOfOtherTenants() {
    // Given
    var mine = tenant();
    var run = runOf(post(mine, "?name=IKELogs.txt", BodyPublishers.ofString(log(10))));

    // When
    var theirs = logs.lines(tenant().id(), run, "IKELogs.txt", 1, 10);

    // Then
    assertThat(Results.failureOf(theirs)).isInstanceOf(Refusal.NotFound.class);
    assertThat(Results.of(records.of(tenant().id(), run))).isEqualTo(Optional.empty());
    assertThat(Results.of(logs.lines(mine.id(), run, "IKELogs.txt", 1, 10)).lines()).hasSize(10);
  }

  @Test
  void shouldLetViewersSendNothing() {
    // When
    var answer =
        http.send(
            http.to(tenant(), "/bundles")
                .header("X-Role", "viewer")
                .POST(BodyPublishers.ofByteArray(bundle(Generation.NEWER)))
                .build());

    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  private TestTenant tenant() {
    return http.admit(tenants.add("uploads"));
  }

  private HttpResponse<String> post(TestTenant tenant, String query, BodyPublisher body) {
    return http.send(http.to(tenant, "/bundles" + query).POST(body).build());
  }

  private HttpResponse<String> post(TestTenant tenant, Form form) {
    return http.send(
        http.to(tenant, "/bundles")
            .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
            .POST(BodyPublishers.ofByteArray(form.bytes()))
            .build());
  }

  /** Sends it raw and in a form; both are refused in one sentence. */
  private String refusal(byte[] bad) {
    var tenant = tenant();
    var start = System.nanoTime();
    var raw = post(tenant, "?name=sent.zip", BodyPublishers.ofByteArray(bad));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    var form = post(tenant, new Form().file("sent.zip", bad));
    assertThat(raw.statusCode()).as(raw.body()).isEqualTo(422);
    assertThat(form.statusCode()).as(form.body()).isEqualTo(422);
    var problem = new JsonObject(raw.body());
    assertThat(problem.getString("type")).isEqualTo("/problems/unusable-input");
    assertThat(new JsonObject(form.body()).getString("detail"))
        .isEqualTo(problem.getString("detail"))
        .doesNotContain("\n");
    assertNothingLeft(tenant);
    return problem.getString("detail");
  }

  private void assertNothingLeft(TestTenant tenant) {
    assertThat(received()).isZero();
    assertThat(folder.resolve(tenant.id().toString())).doesNotExist();
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT run_id FROM run WHERE tenant_id = ?",
                tenant.id().value()))
        .isEmpty();
  }

  /** Bytes that lie where files lie until they are whole. */
  private long received() {
    try (var files = Files.walk(folder.resolve("incoming"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      throw new AssertionError("swept while we looked", e);
    }
  }

  private static RunId runOf(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return new RunId(UUID.fromString(new JsonObject(answer.body()).getString("id")));
  }

  private static byte[] bundle(Generation generation) {
    var content =
        new BundleContent(
            "203.0.113.10",
            "198.51.100.20",
            false,
            Optional.empty(),
            Optional.empty(),
            IkeStory.authenticationFailed(NOW),
            false);
    var zip = new ByteArrayOutputStream();
    try {
      BundleWriter.zip(BundleWriter.files(content, generation), zip);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return zip.toByteArray();
  }

  private static String log(int lines) {
    var log = new StringBuilder();
    for (int n = 0; n < lines; n++) {
      log.append(
              "Remote 198.51.100.20:500: Local 203.0.113.10:500: [SEND][SA_INIT] Sending request ")
          .append(n)
          .append(" of the test\n");
    }
    return log.toString();
  }

  private byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static void send(Socket socket, String head) throws IOException {
    socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  /** A multipart body as browsers send it. */
  private static final class Form {
    static final String BOUNDARY = "----form7d1";
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Form file(String name, byte[] bytes) {
      write(
          "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
              .formatted(BOUNDARY, name)
              .getBytes(UTF_8));
      write(bytes);
      write("\r\n".getBytes(UTF_8));
      return this;
    }

    byte[] bytes() {
      write(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
      return body.toByteArray();
    }

    private void write(byte[] bytes) {
      body.write(bytes, 0, bytes.length);
    }
  }
}
