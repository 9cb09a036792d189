package io.tunnelscope.app.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestTls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over real TLS: the connection goes to an address, the certificate must be the name's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EgressIT {
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
                .requestHandler(
                    request ->
                        request
                            .response()
                            .end(request.authority() + " " + request.getHeader("X-Told")))
                .listen(0, "0.0.0.0"));
  }

  @AfterAll
  void close() {
    Results.of(vertx.close());
  }

  private EgressCall call(String host) {
    return new EgressCall(
        HttpMethod.GET,
        URI.create("https://%s:%d/x?y=1".formatted(host, server.actualPort())),
        Map.of("X-Told", "yes"),
        Buffer.buffer(),
        Duration.ofSeconds(20),
        1_000);
  }

  private Egress egress(String host) {
    return new Egress(
        vertx,
        EgressRules.of(List.of(host + ":" + server.actualPort())),
        new HttpClientOptions()
            .setTrustOptions(new PemTrustOptions().addCertPath(tls.certificate().toString())));
  }

  @Test
  void shouldAskByNameAtTheAddressThatWasChecked() {
    // When
    var answer = Results.of(egress("localhost").send(call("localhost")));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasToString("localhost:" + server.actualPort() + " yes");
  }

  @Test
  void shouldNotBelieveACertificateOfAnotherName() {
    assertThat(Results.failureOf(egress("127.0.0.2").send(call("127.0.0.2"))))
        .isInstanceOfSatisfying(
            EgressFailed.class,
            failed -> assertThat(failed.failure()).isEqualTo(EgressFailure.BROKEN));
  }

  @Test
  void shouldNotBelieveACertificateOfNobodyKnown() {
    var wary = new Egress(vertx, EgressRules.of(List.of("localhost:" + server.actualPort())));
    assertThat(Results.failureOf(wary.send(call("localhost")))).isInstanceOf(EgressFailed.class);
  }

  @Test
  void shouldSendNothingWhereItMayNot() {
    var closed = new Egress(vertx, EgressRules.of(List.of()));
    assertThat(Results.failureOf(closed.send(call("localhost"))))
        .isInstanceOfSatisfying(
            EgressFailed.class,
            failed -> assertThat(failed.failure()).isEqualTo(EgressFailure.FORBIDDEN));
  }
}
