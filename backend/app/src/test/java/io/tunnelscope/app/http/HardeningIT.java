package io.tunnelscope.app.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door does with requests that nobody honest sends. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HardeningIT {
  private final Vertx vertx;
  private final Db db;
  private final TestTenants tenants;
  private LoginDoor door;
  private TestTenant mine;
  private String token;

  HardeningIT(Vertx vertx, Db db, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.tenants = tenants;
  }

  @BeforeAll
  void open() {
    door = new LoginDoor(vertx, db);
    mine = tenants.add("mine");
    token = door.token(mine, Role.OPERATOR);
  }

  @AfterAll
  void close() {
    door.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/sign-in",
        "/openapi.yaml",
        "/problems/not-found",
        "/problems/never-was",
        "/assets/never-was.js",
        "/api/v1/session",
        "/api/v1/never-was",
        "/api/v1/t/never-was/probe",
        "/api/v1/t/%zz/probe",
      })
  void shouldSendSecurityHeadersWithEveryAnswer(String path) throws IOException {
    // When
    var answer = raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

    // Then
    assertSafe(answer);
  }

  @Test
  void shouldSendSecurityHeadersWithAnswersToBrokenRequests() throws IOException {
    assertSafe(raw("NONSENSE\r\n\r\n"));
    assertSafe(
        raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + "a".repeat(9_000) + "\r\n\r\n"));
    assertSafe(raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
  }

  @Test
  void shouldRefuseHeadersAndLinesThatAreTooLong() throws IOException {
    assertThat(
            raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + "a".repeat(9_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
        .startsWith("HTTP/1.0 414");
  }

  @Test
  void shouldRefuseABodyOfMoreThanAMegabyte() {
    // When
    var answer = post("\"" + "a".repeat(1 << 20) + "\"");

    // Then
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(new JsonObject(answer.body()).getString("type")).isEqualTo("/problems/too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2]", "{", "nothing", "{\"note\":1} trailing", "\"text\""})
  void shouldRefuseABodyThatIsNoJsonObject(String body) {
    // When
    var answer = post(body);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("Jackson", "Unexpected", "column");
  }

  @Test
  void shouldRefuseJsonThatIsNestedTooDeep() {
    assertThat(post("{\"note\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void shouldNotReadTheBodyOfAStranger() throws IOException {
    // When: a body is announced and never sent
    var answer =
        raw(
            "POST "
                + LoginDoor.in(mine, "/probe")
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n");

    // Then
    assertThat(answer).startsWith("HTTP/1.1 401").containsIgnoringCase("connection: close");
  }

  @Test
  void shouldCutAConnectionWhoseHeadersDripIn() throws Exception {
    // Given
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      var out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n".getBytes(US_ASCII));
      long start = System.nanoTime();

      // When
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> !drips(socket));

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofSeconds(13), Duration.ofSeconds(19));
    }
  }

  @Test
  void shouldCutAConnectionWhoseBodyDripsIn() throws Exception {
    // Given
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      var head =
          String.join(
              "\r\n",
              "POST " + LoginDoor.in(mine, "/probe") + " HTTP/1.1",
              "Host: 127.0.0.1",
              "Authorization: Bearer " + token,
              "Content-Length: 1000",
              "",
              "");
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      long start = System.nanoTime();

      // When
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> !drips(socket, " "));

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofSeconds(18), Duration.ofSeconds(26));
    }
  }

  /** Both at once, as either takes its time. */
  @Test
  void shouldCutAnUploadThatStallsAndKeepOneThatIsLookedAt() throws Exception {
    // Given
    try (var stalled = upload("half of it");
        var whole = upload("all of what was announced")) {
      long start = System.nanoTime();
      whole.setSoTimeout(60_000);
      stalled.setSoTimeout(60_000);

      // When
      int end = stalled.getInputStream().read();
      var cutAfter = Duration.ofNanos(System.nanoTime() - start);
      var answer = new BufferedReader(new InputStreamReader(whole.getInputStream(), US_ASCII));

      // Then
      assertThat(end).isEqualTo(-1);
      assertThat(cutAfter).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(34));
      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(34));
    }
  }

  /** Of 25 bytes, as it says. */
  private Socket upload(String body) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
    var request =
        String.join(
            "\r\n",
            "POST " + LoginDoor.in(mine, "/slow-probe") + " HTTP/1.1",
            "Host: 127.0.0.1",
            "Authorization: Bearer " + token,
            "Content-Length: 25",
            "",
            body);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  @Test
  void shouldNotSpeakHttp2WithoutTls() throws IOException {
    // When: an upgrade, and then the way without asking
    var upgrade =
        statusLine(
            String.join(
                "\r\n",
                "GET / HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
                "",
                ""));
    var direct = statusLine("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    // Then
    assertThat(upgrade).isEqualTo("HTTP/1.1 200 OK");
    assertThat(direct).matches("HTTP/[0-9.]+ [45][0-9]{2} .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/session", "/api/v1/roles", "/openapi.yaml", "/login"})
  void shouldLetNobodyKeepDataOrAllowOtherSitesToReadIt(String path) throws IOException {
    // When
    var answer =
        raw(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n");

    // Then
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("cache-control: no-store")
        .doesNotContain("access-control-allow");
  }

  private static boolean drips(Socket socket) throws IOException {
    return drips(socket, "X-A: b\r\n");
  }

  private static boolean drips(Socket socket, String drop) throws IOException {
    try {
      socket.getOutputStream().write(drop.getBytes(US_ASCII));
      return socket.getInputStream().available() == 0;
    } catch (SocketException _) {
      return false;
    }
  }

  @Test
  void shouldNotTellWhatWentWrongInside() {
    // When
    var answer = door.get(LoginDoor.in(mine, "/broken"), token);

    // Then
    var problem = new JsonObject(answer.body());
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .doesNotContain(LoginDoor.INNER_WORDS, "IllegalState", "io.tunnelscope");
    assertThat(problem.getString("type")).isEqualTo("/problems/internal");
    assertThat(answer.headers().firstValue("X-Request-Id"))
        .hasValue(problem.getString("requestId"));
  }

  @Test
  void shouldSpeakTheLanguageOfTheReader() {
    // When
    var korean =
        door.send(door.to("/api/v1/session").header("Accept-Language", "ko-KR,ko;q=0.9,en;q=0.5"));
    var french = door.send(door.to("/api/v1/session").header("Accept-Language", "fr"));

    // Then
    assertThat(new JsonObject(korean.body()).getString("title")).isEqualTo("로그인 필요");
    assertThat(new JsonObject(french.body()).getString("title")).isEqualTo("Not signed in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example:80", "169.254.169.254"})
  void shouldNotAnswerToTheNameOfAnotherSite(String host) throws IOException {
    // When
    var answer =
        raw(
            "GET /api/v1/demo/personas HTTP/1.1\r\nHost: "
                + host
                + "\r\nConnection: close\r\n\r\n");

    // Then
    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("persona");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/../db/migration/V001__tenants_and_members.sql",
        "/assets/..%2f..%2flogback.xml",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/logback.xml",
        "/assets/",
        "/META-INF/MANIFEST.MF",
        "/openapi.yaml/..",
      })
  void shouldServeNothingButThePages(String path) throws IOException {
    // When
    var answer = raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

    // Then
    assertThat(answer).doesNotContain("CREATE TABLE", "<configuration", "root:", "Main-Class");
  }

  @Test
  void shouldGiveEveryPageANonceOfItsOwn() {
    // When
    var first = door.send(door.to("/t/mine/targets/%2Fsubscriptions%2Fx%2FMicrosoft.Network"));
    var second = door.send(door.to("/"));

    // Then
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(nonce(first)).isNotEqualTo(nonce(second)).hasSizeGreaterThanOrEqualTo(22);
    assertThat(first.body()).doesNotContain("__CSP_NONCE__");
  }

  private static String nonce(HttpResponse<?> answer) {
    var policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
    var match = Pattern.compile("'nonce-([^']+)'").matcher(policy);
    assertThat(match.find()).as(policy).isTrue();
    return match.group(1);
  }

  private HttpResponse<String> post(String body) {
    return door.send(
        door.to(LoginDoor.in(mine, "/probe"))
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body)));
  }

  private static void assertSafe(String answer) {
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains(
            "content-security-policy: default-src 'self'",
            "x-content-type-options: nosniff",
            "referrer-policy: same-origin",
            "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'")
        .doesNotContain("unsafe-eval", "\r\nserver:");
  }

  private String statusLine(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    }
  }

  /** Sends bytes as they are and reads until the server closes, at most 10 s. */
  private String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
