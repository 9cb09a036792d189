package io.tunnelscope.app.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.testing.FaultyServer;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestTls;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over real TLS: the connection goes to an address, the certificate must be the name's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EgressSocketsIT {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private TestTls tls;
  private HttpServer server;

  @BeforeAll
  void listen(@TempDir Path folder) throws Exception {
    tls = TestTls.in(folder);
    var keys =
        new PemKeyCertOptions()
            .setCertPath(tls.certificate().toString())
            .setKeyPath(tls.key().toString());
    server =
        Results.of(
            vertx
                .createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys))
                .webSocketHandler(
                    socket ->
                        socket.writeTextMessage(socket.authority().host() + " " + socket.uri()))
                .listen(0, "0.0.0.0"));
  }

  @AfterAll
  void close() {
    Results.of(vertx.close());
  }

  private URI address(String host) {
    return URI.create("wss://%s:%d/link/?ticket=1&a=%%20".formatted(host, server.actualPort()));
  }

  /** That trust the server, and may reach that host and port. */
  private EgressSockets allowed(String listed) {
    return new EgressSockets(
        vertx,
        new Egress(vertx, EgressRules.of(List.of(listed))),
        1_000,
        new WebSocketClientOptions()
            .setTrustOptions(new PemTrustOptions().addCertPath(tls.certificate().toString())));
  }

  private EgressSockets sockets(String host) {
    return allowed(host + ":" + server.actualPort());
  }

  private static void assertFails(EgressSockets sockets, URI address, EgressFailure failure) {
    assertThat(Results.failureOf(sockets.connect(address, LONGEST)))
        .isInstanceOfSatisfying(
            EgressFailed.class, failed -> assertThat(failed.failure()).isEqualTo(failure));
  }

  @Test
  void shouldOpenByNameAtTheAddressThatWasCheckedAndMissNothing() {
    // When: the first word comes along with the connection
    var said =
        sockets("localhost")
            .connect(address("localhost"), LONGEST)
            .compose(
                socket -> {
                  var heard = Promise.<String>promise();
                  socket.textMessageHandler(heard::tryComplete);
                  return heard.future();
                });

    // Then
    assertThat(Results.of(said)).isEqualTo("localhost /link/?ticket=1&a=%20");
  }

  @Test
  void shouldNotBelieveACertificateOfAnotherNameOrOfNobodyKnown() {
    assertFails(sockets("127.0.0.2"), address("127.0.0.2"), EgressFailure.BROKEN);

    var egress = new Egress(vertx, EgressRules.of(List.of("localhost:" + server.actualPort())));
    assertFails(
        new EgressSockets(vertx, egress, 1_000), address("localhost"), EgressFailure.BROKEN);
  }

  @Test
  void shouldOpenNothingWhereItMayNot() {
    assertFails(sockets("elsewhere.example"), address("localhost"), EgressFailure.FORBIDDEN);
    for (var other : List.of("https://localhost:1/", "file:///etc/passwd", "wss:opaque", "/path")) {
      assertFails(sockets("localhost"), URI.create(other), EgressFailure.FORBIDDEN);
    }
  }

  @Test
  void shouldNotWaitLongerThanItMay() {
    // Given: somebody who takes the connection and says nothing
    try (var silent = FaultyServer.onPort((_, _) -> {})) {
      var sockets = allowed("127.0.0.1:" + silent.port());
      var address = URI.create("ws://127.0.0.1:" + silent.port() + "/link/");

      // Then
      assertThat(Results.failureOf(sockets.connect(address, Duration.ofMillis(300))))
          .isInstanceOf(EgressFailed.class);
    }
  }
}
