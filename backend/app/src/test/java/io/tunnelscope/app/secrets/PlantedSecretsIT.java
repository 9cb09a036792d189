package io.tunnelscope.app.secrets;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.EavesdroppedLog;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Five hundred secrets come in by every door, while everything logs all it can; then all that the
 * product answered, stored and logged is searched for them.
 */
@BackendTest
class PlantedSecretsIT {
  private static final String LOG =
      """
      Nov 26 10:00:00 gw charon: 07[IKE] initiating IKE_SA branch[1] to 198.51.100.20
      Nov 26 10:00:00 gw charon: 07[NET] sending packet: from 203.0.113.10[500] to 198.51.100.20[500] (300 bytes)
      Nov 26 10:00:01 gw charon: 08[ENC] parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]
      Nov 26 10:00:01 gw charon: 08[IKE] received AUTHENTICATION_FAILED notify error
      """;

  private static final String ACCOUNT =
      "/subscriptions/a/resourceGroups/logs/providers/Microsoft.Storage/storageAccounts/vpnlogs";
  private static final String CONTAINER = "https://vpnlogs.blob.core.windows.net/bundles";

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final PlantedSecrets secrets = new PlantedSecrets();
  private final List<String> answers = new ArrayList<>();
  private final EavesdroppedLog log = new EavesdroppedLog();
  private final FakeAzure azure = new FakeAzure();
  private TestApp app;
  private TestTenant mine;
  private TestApp.Caller admin;

  PlantedSecretsIT(Vertx vertx, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    log.open();
    app = TestApp.with(vertx, database, Map.of("TUNNELSCOPE_EGRESS_ALLOW", azure.hostAndPort()));
    mine = tenants.add("planted");
    admin = app.as(mine, Role.ADMIN);
  }

  @AfterEach
  void close() {
    app.close();
    azure.close();
    log.close();
  }

  @Test
  void shouldLeaveNoneOfFiveHundredSecretsAnywhere() throws IOException {
    // When
    uploads();
    credentials();
    readEverything();
    tokensAndSessions();
    mistakes();

    // Then
    assertThat(secrets.all()).hasSizeGreaterThanOrEqualTo(500).doesNotHaveDuplicates();
    var search = new SecretSearch(secrets.all());
    answers.forEach(answer -> search.in("answer", answer));
    search.in("log", log.text()).below(app.checkpoints().getParent());
    searchTables(search);
    searchFilesOfTheDatabase(search);
    assertThat(search.found()).isEmpty();
    assertThat(log.text()).as("the log").contains("\"level\":");
    assertThat(search.bytes()).as("bytes searched").isGreaterThan(5_000_000);
  }

  /** Whoever finds nothing must be able to find. */
  @Test
  void shouldFindASecretInEachCoding() {
    var secret = secrets.one();
    for (var needle : PlantedSecrets.Needle.of(secret)) {
      var search = new SecretSearch(List.of(secret));
      var noise = ("xx" + new String(needle.bytes(), StandardCharsets.ISO_8859_1) + "yy");
      search.in("here", noise.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(search.found()).as(needle.coding()).isNotEmpty();
    }
    for (int before = 0; before < 3; before++) {
      var text =
          Base64.getEncoder()
              .encodeToString(("x".repeat(before) + secret + "rest").getBytes(UTF_8));
      assertThat(new SecretSearch(List.of(secret)).in("there", text).found()).isNotEmpty();
    }
  }

  private void uploads() throws IOException {
    var files = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(files)) {
      entry(zip, "charon.log", LOG.getBytes(UTF_8));
      entry(zip, "ipsec.secrets", secrets.named().getBytes(UTF_8));
      entry(
          zip,
          "windows.conf",
          ("\ufeff" + secrets.named()).replace("\n", "\r\n").getBytes(UTF_16LE));
      entry(zip, "little.conf", secrets.named().getBytes(UTF_16LE));
      entry(zip, "big.conf", ("\ufeff" + secrets.named()).getBytes(UTF_16BE));
      entry(zip, "marked.conf", ("\ufeff" + secrets.named()).getBytes(UTF_8));
      entry(zip, "tokens.txt", times(10, secrets::tokens).getBytes(UTF_8));
      entry(zip, "dumps.log", times(12, secrets::dumps).getBytes(UTF_8));
      entry(zip, "wrapped.txt", times(8, secrets::wrapped).getBytes(UTF_8));
      for (var kind :
          List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY")) {
        entry(zip, kind.toLowerCase(Locale.ROOT) + ".pem", secrets.pem(kind).getBytes(UTF_8));
      }
    }
    finished(admin.upload("/bundles?name=case.zip", files.toByteArray()));
    finished(
        admin.upload(
            "/bundles?name=charon.log", (LOG + prefixed(secrets.named())).getBytes(UTF_8)));
    finished(
        admin.upload(
            "/bundles?name=pem.log", (LOG + indented(secrets.pem("PRIVATE KEY"))).getBytes(UTF_8)));
    finished(form(LOG + secrets.named(), secrets.named()));
    refused(422, admin.upload("/bundles?name=none.txt", secrets.named().getBytes(UTF_8)));
    refused(
        422,
        admin.upload(
            "/bundles?name=none.zip", ("PK\u0003\u0004" + secrets.named()).getBytes(UTF_8)));
  }

  private void credentials() {
    var client = UUID.randomUUID().toString();
    var credential = new JsonObject().put("directory", FakeAzure.DIRECTORY).put("clientId", client);
    var account =
        credential
            .copy()
            .put("authority", azure.endpoints().authority().toString())
            .put("resourceManager", azure.endpoints().resourceManager().toString())
            .put("subscription", FakeAzure.SUBSCRIPTION)
            .put("clientSecret", secrets.one());
    var added =
        answered(
            201,
            admin.post(
                "/subscriptions",
                new JsonObject()
                    .put("name", "Production")
                    .put("provider", "azure")
                    .put("azure", account)
                    .encode()));
    var at = "/subscriptions/" + added.json().path("id").asText();
    answered(204, put(at + "/credential", credential.copy().put("clientSecret", secrets.one())));
    answered(
        204,
        put(at + "/credential", credential.copy().put("clientSecret", secrets.one() + "~._-")));
    refused(
        400,
        put(
            at + "/credential",
            credential.copy().put("clientSecret", "with a blank " + secrets.one())));
    refused(
        400,
        put(at + "/credential", credential.copy().put("clientSecret", List.of(secrets.one()))));
    refused(
        400,
        put(
            at + "/credential",
            credential.copy().put("clientSecret", secrets.one()).put("clientId", secrets.one())));
    refused(400, put(at + "/credential", credential.copy().put("client_secret", secrets.one())));
    var storage = new JsonObject().put("accountId", ACCOUNT).put("container", CONTAINER);
    answered(204, put(at + "/storage", storage.copy().put("key", secrets.base64())));
    refused(400, put(at + "/storage", storage.copy().put("key", "no key: " + secrets.one())));
    refused(
        400,
        put(
            at + "/storage",
            storage.copy().put("container", CONTAINER + "?sv=2024&sig=" + secrets.one())));
    refused(
        400,
        put(
            at + "/storage",
            storage.copy().put("accountId", "AccountName=logs;AccountKey=" + secrets.base64())));
    secrets.know(FakeAzure.TOKEN);
    answered(200, admin.post(at + "/targets/discover", "{}")); // asks with the last one
    refused(
        400,
        put(
            "/identity-provider",
            new JsonObject()
                .put("issuer", "https://127.0.0.1:1")
                .put("clientId", "c")
                .put("clientSecret", secrets.one())));
    refused(
        400,
        put(
            "/identity-provider",
            new JsonObject()
                .put("issuer", "https://x:" + secrets.one() + "@127.0.0.1:1")
                .put("clientId", "c")));
  }

  private void readEverything() {
    var runs = answered(200, admin.get("/runs")).json().path("items");
    assertThat(runs).hasSizeGreaterThanOrEqualTo(4);
    for (var run : runs) {
      var at = "/runs/" + run.path("id").asText();
      keep(admin.get(at));
      keep(admin.get(at + "/events"));
      for (var file : answered(200, admin.get(at + "/logs")).json().path("items")) {
        var name = at + "/logs/" + HttpDoor.encoded(file.path("name").asText());
        assertThat(answered(200, admin.get(name)).json().path("lines")).isNotEmpty();
        keep(admin.call(name, HttpRequest.newBuilder().header("Accept", "text/plain").GET()));
      }
      keep(admin.get(at + "/logs.zip"));
    }
    for (var list :
        List.of(
            "targets",
            "subscriptions",
            "members",
            "tokens",
            "audit",
            "audit/export?format=csv",
            "audit/export?format=jsonl")) {
      keep(admin.get("/" + list));
    }
  }

  /** What proves who somebody is, right and wrong. */
  private void tokensAndSessions() {
    var made = admin.post("/tokens", "{\"name\":\"t\",\"role\":\"admin\",\"days\":1}");
    var token = made.json().path("token").asText();
    assertThat(token).startsWith("vpnt_");
    secrets.know(
        token.substring(token.lastIndexOf('_') + 1)); // told once, in the answer to its maker
    for (var proof :
        List.of(
            "Bearer " + token,
            "bearer " + token,
            "Bearer " + token + "x",
            "Basic " + Base64.getEncoder().encodeToString(("x:" + token).getBytes(UTF_8)))) {
      keep(
          app.send(
              "/api/v1/t/" + mine.slug() + "/runs",
              HttpRequest.newBuilder().header("Authorization", proof)));
    }
    keep(
        app.send(
            "/api/v1/t/" + mine.slug() + "/runs?access_token=" + token, HttpRequest.newBuilder()));
    keep(
        app.send(
            "/adfs/oauth2/token",
            HttpRequest.newBuilder()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id="
                            + UUID.randomUUID()
                            + "&client_secret="
                            + secrets.one()))));
    for (int n = 0; n < 4; n++) {
      keep(
          app.send(
              "/api/v1/t/" + mine.slug() + "/runs",
              HttpRequest.newBuilder().header("Authorization", "Bearer " + secrets.one())));
      keep(
          app.send(
              "/api/v1/session",
              HttpRequest.newBuilder()
                  .header("Cookie", "sid=" + secrets.one() + secrets.one().substring(5))));
      keep(
          app.send(
              "/callback?code=" + secrets.one() + "&state=" + secrets.one(),
              HttpRequest.newBuilder().header("Cookie", "login=" + secrets.one())));
    }
    keep(
        app.send(
            "/api/v1/demo/sign-in",
            HttpRequest.newBuilder()
                .header("Origin", app.origin())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"persona\":\"" + secrets.one() + "\"}"))));
  }

  /** Secrets where nobody asked for any. */
  private void mistakes() {
    refused(
        400, admin.post("/runs", "{\"target\": \"x\", \"password\": \"" + secrets.one() + "\", "));
    refused(400, admin.post("/runs", "password=" + secrets.one()));
    refused(400, admin.post("/runs", "[\"" + secrets.one() + "\"]"));
    keep(admin.post("/runs", "{\"target\": 1, \"active\": \"" + secrets.one() + "\"}"));
    keep(
        admin.post(
            "/tokens",
            "{\"name\":\"t\",\"role\":\""
                + secrets.one()
                + "\",\"days\":\""
                + secrets.one()
                + "\"}"));
    keep(admin.get("/runs?state=" + secrets.one()));
    keep(admin.get("/runs?cursor=" + secrets.one()));
    keep(admin.get("/audit?from=" + secrets.one()));
    keep(admin.get("/runs?password=" + secrets.one()));
    keep(admin.get("/runs/" + secrets.one()));
    keep(admin.get("/" + secrets.one()));
    keep(
        app.send("/" + secrets.one(), HttpRequest.newBuilder().header("X-Api-Key", secrets.one())));
    keep(
        app.send(
            "/login?return=/t/x?sig=" + secrets.one(),
            HttpRequest.newBuilder().header("X-CSRF", secrets.one())));
    keep(
        app.send(
            "/api/v1/session/logout",
            HttpRequest.newBuilder()
                .header("X-CSRF", secrets.one())
                .header("Proxy-Authorization", "Basic " + secrets.one())
                .POST(BodyPublishers.ofString(secrets.one()))));
  }

  /** As a dump would have them: every row of every table. */
  private void searchTables(SecretSearch search) {
    for (var table :
        Sql.column(
            database.superuser(),
            "SELECT oid::regclass FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")) {
      search.in(
          "table " + table,
          String.join(
              "\n", Sql.column(database.superuser(), "SELECT t::text FROM " + table + " t")));
    }
  }

  /** Tables and indexes as they lie there, and the write-ahead log of all databases. */
  private void searchFilesOfTheDatabase(SecretSearch search) throws IOException {
    Sql.run(database.superuser(), "CHECKPOINT");
    var data = Path.of(Sql.column(database.superuser(), "SHOW data_directory").getFirst());
    var own =
        Sql.column(
            database.superuser(), "SELECT oid FROM pg_database WHERE datname = current_database()");
    search.below(data.resolve("base").resolve(own.getFirst()));
    search.below(data.resolve("pg_wal"));
    search.below(data.resolve("global"));
    for (var other :
        List.of("pg_xact", "pg_stat", "pg_stat_tmp", "pg_replslot", "pg_logical", "log")) {
      if (Files.isDirectory(data.resolve(other))) {
        search.below(data.resolve(other));
      }
    }
  }

  private void finished(TestApp.Reply started) {
    answered(202, started);
    keep(admin.get("/runs/" + started.json().path("id").asText() + "/events"));
  }

  private TestApp.Reply answered(int status, TestApp.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    return keep(reply);
  }

  private void refused(int status, TestApp.Reply reply) {
    answered(status, reply);
  }

  private TestApp.Reply keep(TestApp.Reply reply) {
    answers.add(reply.headers() + "\n" + reply.text());
    return reply;
  }

  private TestApp.Reply put(String path, JsonObject body) {
    return admin.call(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body.encode())));
  }

  private TestApp.Reply form(String first, String second) {
    var body =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.log\"\r\n\r\n"
            + first
            + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.conf\"\r\n\r\n"
            + second
            + "\r\n--b--\r\n";
    return admin.call(
        "/bundles",
        HttpRequest.newBuilder()
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String times(int count, Supplier<String> text) {
    var all = new StringBuilder();
    for (int n = 0; n < count; n++) {
      all.append(text.get());
    }
    return all.toString();
  }

  /** As a daemon would log its configuration. */
  private static String prefixed(String lines) {
    return lines
        .lines()
        .map(line -> "Nov 26 10:00:02 gw charon: 09[CFG] " + line + "\n")
        .reduce("", String::concat);
  }

  private static String indented(String lines) {
    return lines.indent(4);
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
